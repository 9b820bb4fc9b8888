"""Where questions are used: quizzes that place them, or may draw them from a category. Two queries for any number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from courses.catalogue.models import ActivityVersion

from .models import Category, Question
from .models.bank import SEPARATOR
from .models.quiz import KIND, quiz_definition
from .quiz_definition import DrawSlot, FixedSlot


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A place of a quiz's current version: one question, or (`path`) a draw from a category and those below it."""

    version: ActivityVersion
    question: int | None = None
    bank: int | None = None
    path: str = ""
    tags: tuple[str, ...] = ()

    def may_hold(self, question: Question, tags: set[str]) -> bool:
        if self.question is not None:
            return self.question == question.pk
        path = question.category.path
        is_within = path == self.path or path.startswith(f"{self.path}{SEPARATOR}")
        return question.bank_id == self.bank and is_within and tags.issuperset(self.tags)


def placements() -> list[Placement]:
    """Of all quizzes that are part of a lesson now, in the words of the course's own language."""
    versions = ActivityVersion.objects.current().filter(
        of__kind=KIND, of__retired_at=None, language=F("of__lesson__course__source_language")
    )
    versions = list(versions.select_related("of__lesson__course", "of__lesson__module"))
    slots = [(version, slot) for version in versions for slot in quiz_definition(version.content).slots]
    drawn = {slot.category for _version, slot in slots if isinstance(slot, DrawSlot)}
    categories = Category.objects.in_bulk(drawn) if drawn else {}
    return [placed for version, slot in slots if (placed := _placement(version, slot, categories))]


def _placement(version: ActivityVersion, slot: FixedSlot | DrawSlot, categories: dict[int, Category]) -> Placement | None:
    if isinstance(slot, FixedSlot):
        return Placement(version=version, question=slot.question)
    category = categories.get(slot.category)
    return Placement(version=version, bank=category.bank_id, path=category.path, tags=slot.tags) if category else None


def used_in(questions: Iterable[Question]) -> dict[int, list[Placement]]:
    """By question, each quiz once. The questions have their category and `tagged_items__tag` loaded."""
    placed = placements()
    found: dict[int, list[Placement]] = {}
    for question in questions:
        tags = {item.tag.name for item in question.tagged_items.all()}
        by_quiz: dict[Any, Placement] = {}
        for each in placed:
            if each.version.of_id not in by_quiz and each.may_hold(question, tags):
                by_quiz[each.version.of_id] = each
        found[question.pk] = list(by_quiz.values())
    return found


def in_use() -> Q:
    """The questions that a quiz places or may draw."""
    fixed, found = set(), Q(pk__in=[])
    for each in placements():
        if each.question is not None:
            fixed.add(each.question)
        else:
            within = Q(category__path=each.path) | Q(category__path__startswith=f"{each.path}{SEPARATOR}")
            drawn = Question.objects.filter(within, bank=each.bank)
            for tag in each.tags:
                drawn = drawn.filter(tags__name=tag)
            found |= Q(pk__in=drawn.order_by().values("pk"))
    return found | Q(pk__in=fixed)
