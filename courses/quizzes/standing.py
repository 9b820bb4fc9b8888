"""Where a learner stands with a quiz: which attempts there are, what the next one would be, what counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.dates import Window
from courses.enrolment.dates import window as window_from
from courses.enrolment.models import ActivityDates, Enrolment, Extension
from lms.core.joined import Columns, Joined, places

from .grades import grade_of, reaches
from .models import Attempt, Quiz
from .models.quiz import questions_in, rules_in
from .quiz_definition import QuizDefinition
from .rules import Refusal

State = Attempt.State
HANDED_IN = (State.SUBMITTED, State.FINISHED)


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


# By hand: a lesson with quizzes asks it each time it is opened. What the rules say is kept in the process by its hash (`rules_in`), so it
# need not come along.
_STANDINGS = Joined(
    Columns(Activity, "a", "retired_at"),
    Columns(ActivityVersion, "v", "content_hash"),
    Columns(ActivityDates, "d", "opens_at", "due_at", "closes_at"),
    Columns(Extension, "x", "closes_at", "extra_minutes", "extra_attempts"),
    Columns(Attempt, "t"),
    source="""
    FROM catalogue_activity a
    JOIN catalogue_activityversion v ON v.of_id = a.id AND v.is_current AND v.language = %s
    LEFT JOIN enrolment_activitydates d ON d.activity_id = a.id AND d.cohort_id = %s
    LEFT JOIN enrolment_extension x ON x.activity_id = a.id AND x.enrolment_id = %s
    LEFT JOIN quizzes_attempt t ON t.quiz_id = a.id AND t.enrolment_id = %s
    """,
)


def standings_of(enrolment: Enrolment, quiz_ids: Iterable[int], at: datetime) -> dict[int, Standing]:
    """By quiz; what was never published is not among them. One query, however many quizzes: their rules in the course's source language,
    this learner's dates, and the attempts. `enrolment` with its cohort and course."""
    ids, cohort = list(quiz_ids), enrolment.cohort
    asked = [cohort.course.source_language, cohort.pk, enrolment.pk, enrolment.pk, *ids]
    found = _STANDINGS.rows(asked, f"WHERE a.id IN ({places(ids)}) ORDER BY a.id, t.number")
    by_quiz = groupby(found, key=lambda row: row[0].pk)
    return {quiz_id: _standing(list(mine), at) for quiz_id, mine in by_quiz}


def standing_of(enrolment: Enrolment, quiz: Quiz, at: datetime) -> Standing | None:
    """None for what was never published."""
    return standings_of(enrolment, [quiz.pk], at).get(quiz.pk)


def _standing(rows_of_quiz: list[list], at: datetime) -> Standing:
    """From a row for each attempt; where there is none, from the one that has no attempt in it."""
    quiz, version, dates, more, _ = rows_of_quiz[0]
    return Standing(
        quiz=rules_in(version),
        questions=questions_in(version),
        version_id=version.pk,
        window=window_from(dates, more),
        attempts=[attempt for *_, attempt in rows_of_quiz if attempt],
        at=at,
        is_retired=quiz.retired_at is not None,
    )
