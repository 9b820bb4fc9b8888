"""What quizzes know about a person: their attempts with every step, what was said about them, and their files."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.core.personal_data import ExportFile, PersonalData

from .engine.definition import Definition
from .engine.describing import as_text
from .engine.state import StepKind
from .models import Attempt, AttemptFile, AttemptQuestion, AttemptStep
from .wording import wording


def export(person: User) -> list[dict]:
    """Every attempt with every step of it. Three queries, and one for the names of files."""
    names = dict(AttemptFile.objects.of(person).values_list("pk", "name"))
    attempts = Attempt.objects.of(person).select_related("quiz__lesson__course", "version").order_by("pk")
    questions: dict[int, list[AttemptQuestion]] = {}
    for question in AttemptQuestion.objects.filter(attempt__enrolment__learner=person).select_related("version").order_by("slot"):
        questions.setdefault(question.attempt_id, []).append(question)
    steps: dict[int, list[AttemptStep]] = {}
    for step in AttemptStep.objects.filter(log__attempt__enrolment__learner=person).order_by("number"):
        steps.setdefault(step.log_id, []).append(step)
    return [
        {
            "course": attempt.quiz.lesson.course.slug,
            "lesson": attempt.quiz.lesson.slug,
            "quiz": attempt.version.title,
            "attempt": attempt.number,
            "state": str(attempt.get_state_display()),
            "for_practice": attempt.is_unofficial,
            "begun_at": attempt.started_at,
            "handed_in_at": attempt.submitted_at,
            "marks": attempt.marks,
            "most_marks": attempt.max_marks,
            "questions": [_question(attempt, one, steps.get(one.pk, []), names) for one in questions.get(attempt.pk, [])],
        }
        for attempt in attempts
    ]


def _question(attempt: Attempt, question: AttemptQuestion, steps: list[AttemptStep], names: Mapping[int, str]) -> dict[str, Any]:
    definition = wording(question.version, attempt.language)
    read = partial(_words, definition, names)
    return {
        "question": definition.text,
        "answer": read(question.value),
        "part_of_the_marks": question.fraction,
        "steps": [{"at": step.created_at, "after_the_time_was_up": step.is_unofficial, **_said(step, read)} for step in steps],
    }


def _said(step: AttemptStep, read: Callable[[Any], str]) -> dict[str, Any]:
    what = {"what": step.kind}
    if step.kind == StepKind.GRADE:
        return {**what, "part_of_the_marks": step.fraction, "comment": step.comment}
    if step.kind == StepKind.FINISH:
        return what
    sent = {} if step.sent is None else {"sent": read(step.sent)}
    return {**what, "answer": read(step.value), **sent}


def _words(definition: Definition, names: Mapping[int, str], value: Any) -> str:
    return as_text(definition, value, words={"true": _("True"), "false": _("False")}, names=names)


def files(person: User) -> Iterable[ExportFile]:
    rows = AttemptFile.objects.of(person).select_related("question__attempt__quiz__lesson__course").order_by("pk")
    for file in rows:
        course = slugify(file.question.attempt.quiz.lesson.course.slug, allow_unicode=True)
        name = f"{_('quizzes')}/{course}-{file.question.attempt.enrolment_id}/{file.pk}-{PurePosixPath(file.name).name}"
        yield ExportFile(name=name, open=partial(file.file.open, "rb"))


@transaction.atomic
def erase(person: User) -> None:
    """Answers, comments and files go; that there was an attempt, when, and its marks stay: they are in the statistics of the questions."""
    for file in AttemptFile.objects.of(person):
        transaction.on_commit(partial(file.file.storage.delete, file.file.name))
    AttemptFile.objects.of(person).delete()
    AttemptStep.objects.filter(log__attempt__enrolment__learner=person).update(value={}, sent=None, comment="")
    AttemptQuestion.objects.filter(attempt__enrolment__learner=person).update(value={}, kept_number=None)


QUIZZES = PersonalData(key="quizzes", label=gettext_lazy("Quizzes"), export=export, erase=erase, files=files)
