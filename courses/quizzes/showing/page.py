"""What the pages of an attempt are made of: a constant number of queries, however many questions and attempts there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from courses.catalogue.addresses import address
from courses.catalogue.outline import outline

from ..actions.kept import kept_answers
from ..engine.definition import Essay, File
from ..engine.state import QuestionState, StateName, StepKind
from ..models import Attempt, AttemptFile, AttemptQuestion, AttemptStep, QuestionFile, Quiz
from ..quiz_definition import Moment, Shown
from ..rendering import PICTURE
from ..review import shown
from ..steps import CHECKING, replayed, steps_of
from ..wording import wording
from .answered import answer_words, in_words
from .sheet import Sheet, sheet

PICTURE_SIZE = "max-1000x1000"


def where(quiz: Quiz, enrolment: Any) -> dict[str, str]:
    """Where the quiz stands: its course, its lesson. The lesson is not there any more where it was taken out of the course."""
    language = get_language() or ""
    course = outline(enrolment.cohort.course, language)
    lesson = course.lesson(quiz.lesson_id)
    here = {"quiz_url": reverse("quiz", args=[enrolment.pk, quiz.pk])}
    if lesson is None:
        return here
    return here | {
        "course": course.title,
        "course_url": address(course.slug, language=language),
        "language": course.language,
        "lesson": lesson.title,
        "lesson_url": address(course.slug, lesson.module_slug, lesson.slug, language=language),
        "lesson_language": lesson.language,
        "block_id": quiz.block_id,
    }


def states_of(attempt: Attempt, questions: Sequence[AttemptQuestion]) -> dict[int, QuestionState]:
    """Where nothing is checked before the end, the rows say it all; else their steps are asked. At most one query."""
    if attempt.is_open and attempt.rules.settings.behaviour not in CHECKING:
        return {question.pk: QuestionState(name=StateName(question.state), response=question.value) for question in questions}
    steps = steps_of([question.pk for question in questions])
    return {question.pk: replayed(question, steps[question.pk]) for question in questions}


def pictures_of(questions: Sequence[AttemptQuestion]) -> dict[int, dict[str, str]]:
    """Addresses of pictures by question of the bank and name. No query where no text names one."""
    of = {question.version.question_id for question in questions if PICTURE in str(question.version.definition)}
    found: dict[int, dict[str, str]] = {}
    if of:
        rows = list(QuestionFile.objects.filter(question__in=of).select_related("image"))
        images = [row.image for row in rows]
        if images:
            renditions = type(images[0]).objects.filter(pk__in=[image.pk for image in images]).prefetch_renditions(PICTURE_SIZE)
            addresses = {image.pk: image.get_rendition(PICTURE_SIZE).url for image in renditions}
            for row in rows:
                found.setdefault(row.question_id, {})[row.name] = addresses[row.image_id]
    return found


def files_of(questions: Sequence[AttemptQuestion], states: Mapping[int, QuestionState]) -> dict[int, list[AttemptFile]]:
    """By question, what its answer names. No query where none takes files."""
    taking = [one.pk for one in questions if one.version.definition.get("type") in (Essay.type, File.type)]
    found: dict[int, list[AttemptFile]] = {}
    if taking:
        for file in AttemptFile.objects.filter(question__in=taking, removed_at=None).order_by("pk"):
            if file.pk in states[file.question_id].response.get("files", ()):
                found.setdefault(file.question_id, []).append(file)
    return found


def sheets_to_answer(attempt: Attempt, questions: Sequence[AttemptQuestion], number_of: Mapping[int, int]) -> list[Sheet]:
    """The questions of one page of an open attempt; what was checked and is at its end can only be read."""
    states, pictures = states_of(attempt, questions), pictures_of(questions)
    files, kept = files_of(questions, states), kept_words(questions)
    return [
        sheet(
            question,
            attempt,
            states[question.pk],
            pictures=pictures.get(question.version.question_id, {}),
            number=number_of[question.slot],
            is_open=not states[question.pk].name.is_finished,
            may=shown_during(attempt, states[question.pk]),
            files=files.get(question.pk, ()),
            kept=kept.get(question.pk, ""),
        )
        for question in questions
    ]


def kept_words(questions: Sequence[AttemptQuestion]) -> dict[int, str]:
    """By question the answer that was given in another place, where one of the two had to give way. `questions` with their versions, each
    knowing its attempt."""
    kept = kept_answers(questions)
    asked = [question for question in questions if question.pk in kept]
    return {one.pk: answer_words(wording(one.version, one.attempt.language), kept[one.pk]) for one in asked}


def shown_during(attempt: Attempt, state: QuestionState) -> frozenset[Shown]:
    return shown(attempt.rules, Moment.DURING, has_marks=not attempt.is_unofficial, is_checked=state.checked is not None)


def sheets_to_read(
    attempt: Attempt, questions: Sequence[AttemptQuestion], number_of: Mapping[int, int], may: frozenset[Shown]
) -> list[Sheet]:
    states, pictures = states_of(attempt, questions), pictures_of(questions)
    files = files_of(questions, states)
    comments, late = _said_later(questions)
    return [
        sheet(
            question,
            attempt,
            states[question.pk],
            pictures=pictures.get(question.version.question_id, {}),
            number=number_of[question.slot],
            is_open=False,
            may=may,
            files=files.get(question.pk, ()),
            comment=comments.get(question.pk, ""),
            late=late.get(question.pk, ""),
        )
        for question in questions
    ]


def _said_later(questions: Sequence[AttemptQuestion]) -> tuple[dict[int, str], dict[int, str]]:
    """By question the last words of whoever graded it, and the last answer that came too late. One query."""
    by_pk = {question.pk: question for question in questions}
    steps = AttemptStep.objects.filter(Q(kind=StepKind.GRADE.value) | Q(is_unofficial=True), log__in=by_pk).order_by("number")
    comments: dict[int, str] = {}
    late: dict[int, str] = {}
    for step in steps:
        if step.is_unofficial:
            question = by_pk[step.log_id]
            late[step.log_id] = in_words(wording(question.version, question.attempt.language), step.value)
        elif step.comment:
            comments[step.log_id] = step.comment
    return comments, late
