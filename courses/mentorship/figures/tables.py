"""Figures and rows as tables for spreadsheets."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from lms.core.spreadsheet import Cell

from .page import FiguresPage
from .rows import Row

Sheet = tuple[str, list[list[Cell]]]


def of_figures(page: FiguresPage) -> list[Sheet]:
    """A sheet for the numbers, one for each picture, one for the mentors."""
    numbers: list[list[Cell]] = [[str(number.figure.label), number.count] for number in (*page.waits, *page.stuck[1:])]
    numbers += [
        [_("First answers"), page.first.count],
        [_("Time to first answer: median, working days"), page.median],
        [_("Time to first answer: 90 per cent within, working days"), page.nine_of_ten],
        [_("Accepted"), page.accepted.count],
    ]
    head: list[Cell] = [_("Mentor"), _("Learners"), _("Learners at most"), _("Waiting for them"), _("Reading"), _("Answered this week")]
    head += [_("On their desk in all cohorts"), _("Reviews that fit into a week")]
    return [
        (_("Figures"), numbers),
        (_("Time to first answer"), [[_("Working days"), _("First answers")], *([row["label"], row["count"]] for row in page.day_table)]),
        (_("Rounds"), [[_("Rounds"), _("Accepted")], *([row["label"], row["count"]] for row in page.round_table)]),
        (_("Mentors"), [head, *_of_loads(page)]),
    ]


def _of_loads(page: FiguresPage) -> Iterable[list[Cell]]:
    for load in page.loads:
        yield [
            str(load.mentor), load.learners, load.profile.capacity, load.offered, load.held, load.answered, load.everywhere, load.room
        ]  # fmt: skip


def in_one(sheets: Iterable[Sheet]) -> list[list[Cell]]:
    """One below the other, each under its name."""
    rows: list[list[Cell]] = []
    for name, table in sheets:
        rows += [[name], *table, []]
    return rows[:-1]


def of_rows(rows: Iterable[Row]) -> list[list[Cell]]:
    head: list[Cell] = [
        _("Learner"), _("Cohort"), _("Assignment"), _("Round"), _("Handed in"), _("Promised or due"), _("Answered"), _("Working days"),
        _("Mentor"), _("State"),
    ]  # fmt: skip
    zone = get_current_timezone()
    return [head, *(_of_row(row, zone) for row in rows)]


def _of_row(row: Row, zone: ZoneInfo) -> list[Cell]:
    since, answered = (localtime(at, zone) if at else None for at in (row.since, row.answered_at))
    mentor = str(row.mentor) if row.mentor else None
    return [str(row.learner), row.cohort, row.assignment, row.round, since, row.day, answered, row.days, mentor, row.state]
