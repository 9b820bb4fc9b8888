"""What moves an attempt. The states and who moves them: docs/quizzes.md. What a learner writes in it: `answers`; marks: `grading`."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import now

from courses.enrolment.dates import window_of
from courses.enrolment.models import Cohort, Enrolment
from lms.core.log.ulid import new_ulid

from .. import timing
from ..drawing import Chosen, choose, pages
from ..engine.definition import UNMARKED
from ..engine.state import StepKind
from ..models import Attempt, AttemptQuestion, AttemptStep, Quiz
from ..rules import AttemptRefused, Refusal, why_not_begin
from ..standing import Standing, standing_of
from ..steps import replayed
from ..wording import wording
from .answers import check_question, save_response
from .grading import give_grade, grade_attempt, grade_questions

__all__ = [
    "bring_up_to_date",
    "check_question",
    "end_what_is_over",
    "give_grade",
    "grade_attempt",
    "leave_page",
    "recompute_deadlines",
    "save_response",
    "start_attempt",
    "submit_attempt",
]
State = Attempt.State
SEEDS = 63  # bits, as many as the column holds


def start_attempt(*, enrolment: Enrolment, quiz: Quiz, language: str) -> Attempt:
    """The open attempt, or a new one with its questions. After closing and beyond the number allowed it is unofficial.

    Of two clicks the second waits for the enrolment's row and finds the attempt of the first. Raises AttemptRefused."""
    if refusal := why_not_begin(enrolment, is_retired=quiz.retired_at is not None):
        raise AttemptRefused(refusal)
    for attempt in Attempt.objects.open().filter(enrolment=enrolment, quiz=quiz):
        bring_up_to_date(attempt)  # before the enrolment is held: ending an attempt may want to hold it too
    return _start(enrolment=enrolment, quiz=quiz, language=language)


@transaction.atomic
def _start(*, enrolment: Enrolment, quiz: Quiz, language: str) -> Attempt:
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    at = now()
    standing = standing_of(enrolment, quiz, at)
    if standing is None:
        raise AttemptRefused(Refusal.EMPTY)
    if standing.open_attempt:
        return standing.open_attempt
    if standing.refusal:
        reason, until = standing.refusal
        raise AttemptRefused(reason, until=until, cohort=enrolment.cohort)
    seed = secrets.randbits(SEEDS)
    chosen = choose(standing.quiz, enrolment=enrolment, seed=seed)
    if not chosen:
        raise AttemptRefused(Refusal.EMPTY)
    attempt = _create(enrolment, quiz, standing, language=language, seed=seed)
    _add_questions(attempt, chosen)
    return attempt


def _create(enrolment: Enrolment, quiz: Quiz, standing: Standing, *, language: str, seed: int) -> Attempt:
    window, is_unofficial = standing.window, standing.would_be_unofficial
    return Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=max((attempt.number for attempt in standing.attempts), default=0) + 1,
        version_id=standing.version_id,
        language=language,
        seed=seed,
        is_unofficial=is_unofficial,
        started_at=standing.at,
        deadline_at=timing.deadline(
            standing.at,
            standing.quiz.settings,
            closes_at=window.closes_at,
            extra_minutes=window.extra_minutes,
            is_unofficial=is_unofficial,
        ),
    )


def _add_questions(attempt: Attempt, chosen: list[Chosen]) -> None:
    settings = attempt.rules.settings
    numbers = pages(chosen, per_page=settings.questions_per_page, are_shuffled=settings.shuffle_questions)
    questions = []
    for slot, (one, page) in enumerate(zip(chosen, numbers, strict=True), start=1):
        definition = wording(one.version, attempt.language)
        mark = definition.default_mark if one.mark is None else one.mark
        question = AttemptQuestion(
            attempt=attempt,
            slot=slot,
            page=page,
            version=one.version,
            max_mark=0.0 if isinstance(definition, UNMARKED) else mark,
            seed=secrets.randbits(SEEDS),
        )
        question.state = replayed(question, []).name.value
        questions.append(question)
    AttemptQuestion.objects.bulk_create(questions)
    attempt.max_marks = sum(question.max_mark for question in questions)
    attempt.save(update_fields=["max_marks"])


def leave_page(*, attempt: Attempt, page: int) -> int:
    """Go on from a page: the next one is reached. Going back to it is for navigation to allow. Returns the furthest page."""
    last = attempt.questions.aggregate(last=Max("page"))["last"] or 0
    reached = min(page + 1, last)
    Attempt.objects.in_progress().filter(pk=attempt.pk, page__lt=reached).update(page=reached)
    attempt.refresh_from_db(fields=["page"])
    return attempt.page


def submit_attempt(*, attempt: Attempt, by_clock: bool = False) -> None:
    """Hand in and have it graded: two steps, each of its own, so that a process killed between them loses nothing. A repeat changes
    nothing; what the clock has ended meanwhile stays as it is."""
    if not by_clock:
        bring_up_to_date(attempt)
    if _submit(attempt, now(), by_clock=by_clock):
        grade_attempt(attempt=attempt)


@transaction.atomic
def _submit(attempt: Attempt, at: datetime, *, by_clock: bool) -> bool:
    """One conditional UPDATE. The clock's finds nothing where the deadline has moved meanwhile."""
    open_now = Attempt.objects.open().filter(pk=attempt.pk)
    if by_clock:
        open_now = open_now.filter(deadline_at=attempt.deadline_at)
    taken = open_now.update(state=State.SUBMITTED, submitted_at=at)
    if taken:
        _finish_questions(attempt, at)
    attempt.refresh_from_db(fields=["state", "deadline_at", "submitted_at", "finished_at"])
    return bool(taken)


def _finish_questions(attempt: Attempt, at: datetime) -> None:
    """A step for each question. Every save moves a question's revision, so does this: of a save and the clock that come together one finds
    that the other was there."""
    questions = AttemptQuestion.objects.filter(attempt=attempt)
    questions.update(revision=F("revision") + 1)
    AttemptStep.objects.bulk_create(
        AttemptStep(
            log=question,
            number=question.revision,
            change_id=new_ulid(),
            base=question.revision - 1,
            value=question.value,
            created_at=at,
            kind=StepKind.FINISH.value,
        )
        for question in questions
    )


def bring_up_to_date(attempt: Attempt, at: datetime | None = None) -> Attempt:
    """What the clock has to do with the attempt, whenever anybody looks at it: no more than a comparison while there is time."""
    at = at or now()
    if attempt.is_open and attempt.deadline_at and timing.is_late(at, attempt.deadline_at):
        _end(attempt, attempt.deadline_at, at)
    elif attempt.state == State.SUBMITTED and Attempt.objects.left_ungraded().filter(pk=attempt.pk).exists():
        grade_attempt(attempt=attempt)
    return attempt


def _end(attempt: Attempt, deadline_at: datetime, at: datetime) -> None:
    end = timing.time_up(attempt.rules.settings, deadline_at)
    if at < end.at:
        _set_state(attempt, [State.IN_PROGRESS], state=State.OVERDUE)
    elif end.submits:
        submit_attempt(attempt=attempt, by_clock=True)
    else:
        _set_state(attempt, Attempt.OPEN, state=State.ABANDONED, finished_at=at)


def _set_state(attempt: Attempt, before: list[State], **changes: object) -> None:
    """Nothing where somebody was quicker, or where the deadline has moved meanwhile."""
    Attempt.objects.filter(pk=attempt.pk, state__in=before, deadline_at=attempt.deadline_at).update(**changes)
    attempt.refresh_from_db(fields=["state", "deadline_at", "submitted_at", "finished_at"])


def end_what_is_over(at: datetime | None = None) -> int:
    """The sweep: attempts whose time is up, and those that a killed process left between submitting and grading. Returns how many moved."""
    at = at or now()
    moved = 0
    for attempt in over(at):
        before = attempt.state
        moved += bring_up_to_date(attempt, at).state != before
    return moved


def over(at: datetime) -> list[Attempt]:
    """What the clock has something to do with, the longest over first."""
    due = Attempt.objects.past_deadline(at).select_related("version").order_by("deadline_at")
    left = Attempt.objects.left_ungraded().select_related("version").order_by("submitted_at")
    return [*(attempt for attempt in due if not _may_still_be_submitted(attempt, at)), *left]


def _may_still_be_submitted(attempt: Attempt, at: datetime) -> bool:
    """Overdue already, and its overdue period not over."""
    deadline_at = attempt.deadline_at
    return attempt.state == State.OVERDUE and deadline_at is not None and at < timing.time_up(attempt.rules.settings, deadline_at).at


def recompute_deadlines(*, quiz_id: int, cohort: Cohort | None = None, enrolment: Enrolment | None = None) -> int:
    """Open attempts get the deadline that the dates say now: those of a cohort, or one learner's. Returns how many changed.

    With more time an overdue attempt goes on, and what had come too late is in time after all."""
    attempts = Attempt.objects.open().official().filter(quiz=quiz_id).select_related("version", "enrolment__cohort")
    attempts = attempts.filter(enrolment=enrolment) if enrolment else attempts.filter(enrolment__cohort=cohort)
    return sum(_recompute_deadline(attempt) for attempt in attempts)


@transaction.atomic
def _recompute_deadline(attempt: Attempt) -> bool:
    window = window_of(attempt.enrolment, attempt.quiz_id)
    deadline_at = timing.deadline(
        attempt.started_at, attempt.rules.settings, closes_at=window.closes_at, extra_minutes=window.extra_minutes
    )
    if deadline_at == attempt.deadline_at:
        return False
    state = State.OVERDUE if timing.is_late(now(), deadline_at) and attempt.state == State.OVERDUE else State.IN_PROGRESS
    if not Attempt.objects.open().filter(pk=attempt.pk).update(deadline_at=deadline_at, state=state):
        return False
    late = AttemptStep.objects.filter(log__attempt=attempt, is_unofficial=True)
    in_time = late.filter(created_at__lte=deadline_at + timing.GRACE) if deadline_at else late
    touched = set(in_time.values_list("log_id", flat=True))
    if touched:
        in_time.update(is_unofficial=False)
        grade_questions(AttemptQuestion.objects.filter(pk__in=touched))
    return True
