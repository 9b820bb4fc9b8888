"""Where a learner stands with a quiz: which attempts there are, what the next one would be, what counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import FilteredRelation, Q

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.dates import Window
from courses.enrolment.dates import window as window_from
from courses.enrolment.models import ActivityDates, Enrolment, Extension

from .grades import grade_of, reaches
from .models import Attempt, Quiz
from .models.quiz import rules_in
from .quiz_definition import QuizDefinition
from .rules import Refusal

State = Attempt.State
HANDED_IN = (State.SUBMITTED, State.FINISHED)

VERSION = ("pk", "content_hash", "content")
DATES = ("opens_at", "due_at", "closes_at")
MORE = ("closes_at", "extra_minutes", "extra_attempts")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`attempts` oldest first, at the moment `at`; `questions`: how many there are to answer. No database."""

    quiz: QuizDefinition
    questions: int
    version_id: int
    window: Window
    attempts: Sequence[Attempt]
    at: datetime
    is_retired: bool = False

    @cached_property
    def open_attempt(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.is_open), None)

    @cached_property
    def official(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if not attempt.is_unofficial]

    @property
    def used(self) -> int:
        """An attempt counts from its beginning."""
        return len(self.official)

    @property
    def allowed(self) -> int | None:
        """None is any number."""
        settings = self.quiz.settings
        return settings.attempts_allowed + self.window.extra_attempts if settings.attempts_allowed else None

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else max(self.allowed - self.used, 0)

    @property
    def is_closed(self) -> bool:
        return self.window.is_closed(self.at)

    @property
    def would_be_unofficial(self) -> bool:
        """Nobody is turned away: after closing, and beyond the attempts allowed, the next one is for practice."""
        return self.is_closed or self.left == 0

    @cached_property
    def wait_until(self) -> datetime | None:
        """The end of the pause after the last attempt that counted. Practice waits for nothing."""
        pause = timedelta(seconds=self.quiz.settings.delay_between_attempts)
        ended = self.official[-1].ended_at if self.official else None
        if not pause or ended is None or self.would_be_unofficial or self.at >= ended + pause:
            return None
        return ended + pause

    @property
    def refusal(self) -> tuple[Refusal, datetime | None] | None:
        """Why no attempt can begin now, and when it can. An open attempt can always be gone on with."""
        if self.is_retired:
            return Refusal.RETIRED, None
        if self.window.is_not_open_yet(self.at):
            return Refusal.NOT_OPEN, self.window.opens_at
        if self.wait_until:
            return Refusal.WAIT, self.wait_until
        return None if self.quiz.slots else (Refusal.EMPTY, None)

    @cached_property
    def grade(self) -> float | None:
        """A part of the whole."""
        return grade_of((attempt for attempt in self.official if attempt.state in HANDED_IN), self.quiz.settings.grading)

    @property
    def is_passed(self) -> bool:
        """Reaches the pass mark; where none is asked for, has been handed in once."""
        pass_mark = self.quiz.settings.pass_mark
        if not pass_mark:
            return any(attempt.state in HANDED_IN for attempt in self.official)
        return reaches(self.grade, pass_mark)

    @property
    def waits_for_marks(self) -> bool:
        return any(attempt.state == State.SUBMITTED for attempt in self.official)


def standings_of(enrolment: Enrolment, quiz_ids: Iterable[int], at: datetime) -> dict[int, Standing]:
    """By quiz; what was never published is not among them. Two queries, however many quizzes: their rules with this learner's dates, and
    the attempts. `enrolment` with its cohort and course."""
    rows = list(_rules_and_dates(enrolment, quiz_ids))
    attempts: dict[int, list[Attempt]] = {row["pk"]: [] for row in rows}
    for attempt in Attempt.objects.filter(enrolment=enrolment, quiz__in=attempts).order_by("number"):
        attempts[attempt.quiz_id].append(attempt)
    return {row["pk"]: _standing(row, attempts[row["pk"]], at) for row in rows}


def standing_of(enrolment: Enrolment, quiz: Quiz, at: datetime) -> Standing | None:
    """None for what was never published."""
    return standings_of(enrolment, [quiz.pk], at).get(quiz.pk)


def _standing(row: dict[str, Any], attempts: list[Attempt], at: datetime) -> Standing:
    version = ActivityVersion(**_part(row, "current", VERSION))
    more = _part(row, "more", MORE)
    extension = Extension(**more) if more["extra_minutes"] is not None else None
    return Standing(
        quiz=rules_in(version),
        questions=version.content.get("questions") or 0,
        version_id=version.pk,
        window=window_from(ActivityDates(**_part(row, "given", DATES)), extension),
        attempts=attempts,
        at=at,
        is_retired=row["retired_at"] is not None,
    )


def _part(row: dict[str, Any], relation: str, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[f"{relation}__{name}"] for name in names}


def _rules_and_dates(enrolment: Enrolment, quiz_ids: Iterable[int]) -> Iterable[dict[str, Any]]:
    """The version in the course's source language, and the dates, joined: a lesson with quizzes has few queries to spare."""
    of_source = Q(versions__is_current=True, versions__language=enrolment.cohort.course.source_language)
    quizzes = Activity.objects.filter(pk__in=list(quiz_ids)).annotate(
        current=FilteredRelation("versions", condition=of_source),
        given=FilteredRelation("dates", condition=Q(dates__cohort=enrolment.cohort_id)),
        more=FilteredRelation("extensions", condition=Q(extensions__enrolment=enrolment.pk)),
    )
    columns = [f"{relation}__{name}" for relation, names in (("current", VERSION), ("given", DATES), ("more", MORE)) for name in names]
    return quizzes.filter(current__isnull=False).values("pk", "retired_at", *columns)
