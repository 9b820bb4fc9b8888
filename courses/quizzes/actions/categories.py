"""What changes the tree of categories. A path repeats the names from the top, so a name or a move changes all paths below."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Category, QuestionBank
from ..models.bank import SEPARATOR

MOST = 1000  # characters of a path


class CategoryRefused(Exception):
    """Carries the sentence and the field it is about."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


@transaction.atomic
def place_category(*, category: Category | None, bank: QuestionBank, parent: Category | None, name: str, description: str = "") -> Category:
    """Make a category, or rename and move one with all that is below it. Raises CategoryRefused.

    The bank is held meanwhile, so that two moves cannot make a circle."""
    QuestionBank.objects.select_for_update().get(pk=bank.pk)
    name = re.sub(r"\s+", " ", name).strip()
    if SEPARATOR in f" {name} ":
        raise CategoryRefused("name", _("A name cannot hold a slash between blanks: that is how a path is written."))
    if parent and parent.bank_id != bank.pk:
        raise CategoryRefused("parent", _("This category is in another bank."))
    if parent:
        parent = Category.objects.get(pk=parent.pk)
    if category and parent and Category.objects.within(category).filter(pk=parent.pk).exists():
        raise CategoryRefused("parent", _("A category cannot be inside of itself."))
    path = f"{parent.path}{SEPARATOR}{name}" if parent else name
    below = list(Category.objects.within(category).exclude(pk=category.pk)) if category else []
    if Category.objects.filter(bank=bank, path=path).exclude(pk=category.pk if category else 0).exists():
        raise CategoryRefused("name", _("There is a category of this name here already."))
    old = category.path if category else ""
    if any(len(path) + len(one.path) - len(old) > MOST for one in below) or len(path) > MOST:
        raise CategoryRefused("name", _("With those above it the name becomes too long. Shorten it, or move it further up."))
    category = category or Category(bank=bank)
    category.parent, category.name, category.description, category.path = parent, name, description, path
    category.save()
    for one in below:
        one.path = path + one.path[len(old) :]
    Category.objects.bulk_update(below, ["path"])
    return category
