"""Marks: the engine's, and those that a person gives."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now

from courses.enrolment.actions import complete_activity, count_again
from lms.accounts.models import User
from lms.core.log.ulid import new_ulid

from ..average import AVERAGE
from ..engine.state import StateName, StepKind
from ..grades import grade_of, reaches
from ..models import Attempt, AttemptQuestion, AttemptStep
from ..signals import attempt_finished
from ..steps import replayed, steps_of

State = Attempt.State
GRADABLE = (State.SUBMITTED, State.FINISHED)


class NotGradable(Exception):
    """The attempt is still open, or was never handed in: there is nothing to give marks for."""


@transaction.atomic
def grade_attempt(*, attempt: Attempt) -> None:
    """Ask the engine for every question; finish the attempt where nothing waits for a person. Safe to repeat, and for attempts that are
    still open it does nothing."""
    held = _hold(attempt)
    if held:
        grade_questions(held.questions.all())
        settle(attempt=held)
    attempt.refresh_from_db(fields=["state", "marks", "fraction", "finished_at", "submitted_at"])


@transaction.atomic
def give_grade(*, question: AttemptQuestion, fraction: float, comment: str, by: User) -> None:
    """A person's marks for one answer, as a part of what it can bring (0 to 1). A later grade is a further step; the earlier ones stay.
    The last one that was missing finishes the attempt. Raises NotGradable."""
    if not 0 <= fraction <= 1:
        raise ValueError(f"{fraction} is no part of a whole.")
    attempt = _hold(question.attempt)
    if attempt is None:
        raise NotGradable
    AttemptQuestion.objects.filter(pk=question.pk).update(revision=F("revision") + 1, claimed_by=None, claimed_until=None)
    question.refresh_from_db()
    AttemptStep.objects.create(
        log=question,
        number=question.revision,
        change_id=new_ulid(),
        base=question.revision - 1,
        value=question.value,
        created_at=now(),
        kind=StepKind.GRADE.value,
        by=by,
        fraction=fraction,
        comment=comment,
    )
    grade_questions(AttemptQuestion.objects.filter(pk=question.pk))
    settle(attempt=attempt)
    question.refresh_from_db()


def grade_questions(questions: QuerySet[AttemptQuestion]) -> None:
    """What the engine says of their steps now. Two queries, and one for what changed."""
    rows = list(questions.select_related("version", "attempt__version"))
    steps = steps_of(row.pk for row in rows)
    changed = []
    for row in rows:
        state = replayed(row, steps[row.pk])
        if (row.state, row.fraction) != (state.name.value, state.fraction):
            row.state, row.fraction = state.name.value, state.fraction
            changed.append(row)
    AttemptQuestion.objects.bulk_update(changed, ["state", "fraction"])


def settle(*, attempt: Attempt) -> None:
    """The marks of an attempt from those of its questions; what follows from them. Call it while holding the attempt's row."""
    rows = list(AttemptQuestion.objects.filter(attempt=attempt).values_list("state", "fraction", "max_mark"))
    waits = any(state == StateName.NEEDS_GRADING.value for state, _fraction, _mark in rows)
    finishes = attempt.is_unofficial or not waits  # practice brings no marks, so nobody is asked for any
    has_marks = finishes and not attempt.is_unofficial
    attempt.max_marks = sum(mark for _state, _fraction, mark in rows)
    marks = sum(mark * (fraction or 0.0) for _state, fraction, mark in rows)
    attempt.marks = marks if has_marks else None
    attempt.fraction = marks / attempt.max_marks if has_marks and attempt.max_marks else None
    is_new = finishes and attempt.state != State.FINISHED
    attempt.state = State.FINISHED if finishes else State.SUBMITTED
    attempt.finished_at = (attempt.finished_at or now()) if finishes else None
    attempt.save(update_fields=["state", "marks", "max_marks", "fraction", "finished_at"])
    _complete(attempt)
    if is_new:
        attempt_finished.send(sender=Attempt, attempt=attempt)


def _hold(attempt: Attempt) -> Attempt | None:
    """The row, held until the end of the transaction; None if it has not been handed in."""
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("version", "enrolment__cohort__course")
    return rows.filter(pk=attempt.pk, state__in=GRADABLE).first()


def _complete(attempt: Attempt) -> None:
    """The quiz is completed by the grade over all attempts, or, where no pass mark is asked for, by handing one in: nobody waits for a
    person then. Practice never completes anything."""
    if attempt.is_unofficial:
        return
    count_again(enrolment=attempt.enrolment, measure=AVERAGE.key)
    settings = attempt.rules.settings
    if settings.pass_mark and attempt.max_marks:
        handed = Attempt.objects.official().filter(enrolment=attempt.enrolment_id, quiz=attempt.quiz_id, state__in=GRADABLE)
        if not reaches(grade_of(handed.only("number", "fraction"), settings.grading), settings.pass_mark):
            return
    complete_activity(enrolment=attempt.enrolment, activity=attempt.quiz_id)
