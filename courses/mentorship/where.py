"""How a learner's work on assignments stands: what a lesson's card and the assignment's own page are made from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from courses.enrolment.dates import Window, window
from courses.enrolment.models import ActivityDates, Cohort, Enrolment, Extension

from .models import ReviewTask, Submission

_STANDS = """
    SELECT a.id, e.value, e.is_private, s.state, s.closes_on,
        i.number, i.round, i.handed_in_at, i.receipt, i.is_unofficial,
        t.reason, t.promised_on, t.opened_at,
        d.opens_at, d.due_at, d.closes_at, x.closes_at, k.time_zone,
        (SELECT COUNT(*) FROM mentorship_comment c WHERE c.iteration_id = i.id AND c.state <> 'draft'),
        (SELECT COUNT(*) FROM mentorship_comment c WHERE c.submission_id = s.id AND c.state = 'open')
    FROM catalogue_activity a
    JOIN enrolment_cohort k ON k.id = %s
    LEFT JOIN workbook_entry e ON e.activity_id = a.id AND e.enrolment_id = %s
    LEFT JOIN mentorship_submission s ON s.assignment_id = a.id AND s.enrolment_id = %s
    LEFT JOIN mentorship_iteration i ON i.id = (
        SELECT l.id FROM mentorship_iteration l WHERE l.submission_id = s.id AND l.withdrawn_at IS NULL ORDER BY l.number DESC LIMIT 1)
    LEFT JOIN mentorship_reviewtask t ON t.id = (
        SELECT m.id FROM mentorship_reviewtask m WHERE m.iteration_id = i.id ORDER BY m.id DESC LIMIT 1)
    LEFT JOIN enrolment_activitydates d ON d.activity_id = a.id AND d.cohort_id = k.id
    LEFT JOIN enrolment_extension x ON x.activity_id = a.id AND x.enrolment_id = %s
    WHERE a.id IN (THESE)
"""  # by hand: every lesson with an assignment asks it, and building it would cost more than asking it


@dataclass(frozen=True, kw_only=True)
class Where:
    """`state` is empty before anything was kept. `number` and `round` are those of the latest round that stands; `comments` are those on
    it, `open_comments` all that wait for the learner. `value` and `is_private` are those of an exercise."""

    cohort: Cohort
    state: str = ""
    closes_on: date | None = None
    number: int | None = None
    round: int = 0
    handed_in_at: datetime | None = None
    receipt: str = ""
    is_unofficial: bool = False
    is_appeal: bool = False
    promised_on: date | None = None
    is_opened: bool = False
    comments: int = 0
    open_comments: int = 0
    window: Window = field(default_factory=Window)
    is_extended: bool = False
    value: dict[str, Any] = field(default_factory=dict)
    is_private: bool = False

    @property
    def is_open(self) -> bool:
        """The learner's turn."""
        return self.state in ("", *Submission.OPEN)


def wheres_of(enrolment: Enrolment, activity_ids: Sequence[int]) -> dict[int, Where]:
    """By activity, assignments and exercises alike. One query."""
    these = _STANDS.replace("THESE", ", ".join(["%s"] * len(activity_ids)))
    with connection.cursor() as cursor:
        cursor.execute(these, [enrolment.cohort_id, *[enrolment.pk] * 3, *activity_ids])
        rows = cursor.fetchall()
    cohort = Cohort(time_zone=rows[0][-3]) if rows else None
    return {row[0]: _where(cohort, *row[1:-3], *row[-2:]) for row in rows}


def _where(
    cohort: Any,
    value: Any,
    is_private: Any,
    state: Any,
    closes_on: Any,
    number: Any,
    round_: Any,
    handed_in_at: Any,
    receipt: Any,
    is_unofficial: Any,
    reason: Any,
    promised_on: Any,
    opened_at: Any,
    opens_at: Any,
    due_at: Any,
    closes_at: Any,
    extended_to: Any,
    comments: int,
    open_comments: int,
) -> Where:
    has_dates = opens_at or due_at or closes_at  # seldom: a row of the ORM costs more than all else here
    dates = ActivityDates(opens_at=_at(opens_at), due_at=_at(due_at), closes_at=_at(closes_at)) if has_dates else None
    extension = Extension(closes_at=_at(extended_to)) if extended_to else None
    return Where(
        cohort=cohort,
        state=state or "",
        closes_on=closes_on,
        number=number,
        round=round_ or 0,
        handed_in_at=_at(handed_in_at),
        receipt=receipt or "",
        is_unofficial=bool(is_unofficial),
        is_appeal=reason == ReviewTask.Reason.APPEAL,
        promised_on=promised_on,
        is_opened=opened_at is not None,
        comments=comments,
        open_comments=open_comments,
        window=window(dates, extension),
        is_extended=bool(dates and dates.closes_at and extension and extension.closes_at and extension.closes_at > dates.closes_at),
        value=json.loads(value) if value else {},
        is_private=bool(is_private),
    )


def _at(stored: datetime | None) -> datetime | None:
    """SQLite gives times without a zone: they are in UTC."""
    return stored.replace(tzinfo=UTC) if stored and stored.tzinfo is None else stored
