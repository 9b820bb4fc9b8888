"""Drafts and earlier versions of lessons that place a question, or may draw it from its category or one above. What is published the
question bank knows itself."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex

from courses.quizzes.models import Category, Question
from courses.quizzes.models.bank import SEPARATOR
from lms.accounts.models import User

from ..drafts.stepping import bring_in_step
from ..models import Source
from .places import MOST_READ, Place, places_at, with_unread


def placed_in_drafts(question: Question, person: User) -> list[Place]:
    unread = bring_in_step(MOST_READ)
    kinds = ContentType.objects.get_for_models(Question, Category, Source)
    names = question.category.path.split(SEPARATOR)
    above = [SEPARATOR.join(names[:count]) for count in range(1, len(names) + 1)]
    categories = Category.objects.filter(bank=question.bank_id, path__in=above).values_list("pk", flat=True)
    placed = Q(to_content_type=kinds[Question], to_object_id=str(question.pk))
    drawn = Q(to_content_type=kinds[Category], to_object_id__in=[str(pk) for pk in categories])
    found = places_at(ReferenceIndex.objects.filter(placed | drawn, base_content_type=kinds[Source]), person)
    return with_unread(found, unread)
