"""What of the site itself is translated: its own pages, and the words of letters."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from cms.pages.models import BasePage, HomePage, TextPage
from lms.accounts.models import User
from lms.notifications import kinds
from lms.notifications.models import LetterWording
from lms.notifications.rewording.rules import may_change_words

from .page_rows import page_rows
from .rules import edits_the_site, pages_editable_by
from .sections import Cell, Row, Section
from .states import State

_types: list[type[BasePage]] = [HomePage, TextPage]


def add_page_type(page_type: type[BasePage]) -> None:
    """A page of the site itself that another app owns, as the catalogue is."""
    _types.append(page_type)


def _pages(person: User) -> PageQuerySet:
    return pages_editable_by(person).type(*_types)


def _page_rows(person: User) -> Sequence[Row]:
    return page_rows(_pages(person).filter(alias_of=None), top=2)


def _letter_rows(person: User) -> Sequence[Row]:
    """Every letter comes in all languages; one that was reworded in some of them is to be looked at in the others."""
    changed = set(LetterWording.objects.newest().exclude(text="").values_list("kind", "language"))
    reworded = {kind for kind, _language in changed}
    every = kinds.all_kinds()
    return [
        Row(
            str(kind.label),
            settings.LANGUAGE_CODE,
            {code: _letter_cell(kind.key, code, reworded, changed) for code, _name in settings.LANGUAGES},
        )
        for kind in sorted(every, key=lambda kind: str(kind.label))
    ]


def _letter_cell(key: str, code: str, reworded: set[str], changed: set[tuple[str, str]]) -> Cell:
    is_behind = key in reworded and (key, code) not in changed
    return Cell(State.OUTDATED if is_behind else State.CURRENT, reverse("letter_words", args=[key, code]))


SECTIONS = [
    Section("site", _("Pages of the site"), 20, edits_the_site, _page_rows, _pages),
    Section("letters", _("Words of letters"), 60, may_change_words, _letter_rows),
]
