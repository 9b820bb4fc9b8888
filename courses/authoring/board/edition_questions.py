"""Questions and rubrics of its own for a new edition, where its editor asks for them; else both courses share them."""

from typing import Any

from courses.catalogue.models import Course
from courses.mentorship.actions.rubrics import duplicate_rubric
from courses.mentorship.models import Rubric
from courses.quizzes.actions.bank import add_question, category_at
from courses.quizzes.engine.definition import from_json
from courses.quizzes.models import Category, Question, QuestionBank
from courses.quizzes.models.bank import SEPARATOR
from lms.accounts.models import User

from ..progress import SILENT, Progress, Step

Copied = dict[str, dict[str, int]]


def copied_for(course: Course, old: Course, *, title: str, by: User | None, progress: Progress = SILENT) -> Copied:
    """What the old course's bank holds and the rubrics that are its own, once more for the new one."""
    copied: Copied = {"question": {}, "category": {}, "rubric": {}}
    for number, bank in enumerate(QuestionBank.objects.filter(course=old).order_by("pk"), start=1):
        _copy_bank(bank, _free_name(title if number == 1 else f"{title} {number}"), course, copied, by, progress)
    for rubric in Rubric.objects.filter(course=old, retired_at=None):
        twin = duplicate_rubric(rubric=rubric, slug=rubric.slug, title=str(rubric), owner=None, course=course, by=by)
        copied["rubric"][str(rubric.pk)] = twin.pk
    return copied


def _copy_bank(bank: QuestionBank, name: str, course: Course, copied: Copied, by: User | None, progress: Progress) -> None:
    own = QuestionBank.objects.create(name=name, course=course)
    for category in Category.objects.filter(bank=bank).order_by("path"):
        copied["category"][str(category.pk)] = category_at(bank=own, names=category.path.split(SEPARATOR)).pk
    questions = Question.objects.filter(bank=bank, retired_at=None).select_related("version").prefetch_related("tags")
    for question in progress.over(Step.QUESTIONS, list(questions)):
        if question.version:
            twin = add_question(
                category=Category.objects.get(pk=copied["category"][str(question.category_id)]),
                name=question.name,
                idnumber=question.idnumber,
                tags=question.tags.names(),
                definition=from_json(question.version.definition),
                language=question.version.language,
                translations=question.version.translations,
                by=by,
            )
            copied["question"][str(question.pk)] = twin.pk


def _free_name(name: str) -> str:
    found, number = name, 1
    while QuestionBank.objects.filter(name=found).exists():
        number += 1
        found = f"{name} ({number})"
    return found


def in_own_words(body: Any, copied: Copied) -> Any:
    """The raw blocks of a lesson with the new course's own questions and rubrics."""
    for block in body if copied else ():
        value = block["value"]
        if block["type"] == "assignment":
            _instead(value, "rubric", copied)
        for placed in value.get("questions") or () if block["type"] == "quiz" else ():
            _instead(placed["value"], "question", copied)
            _instead(placed["value"], "category", copied)
    return body


def _instead(value: dict[str, Any], name: str, copied: Copied) -> None:
    twin = copied.get(name, {}).get(str(value.get(name)))
    if twin:
        value[name] = twin
