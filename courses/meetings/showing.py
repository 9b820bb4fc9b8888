"""A meeting as its page shows it: the agenda with what the reader may see of it, who comes, what was said, what was closed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.consultations.wording import day_words
from courses.internships.models import ChainLink
from courses.internships.words import day_words as practice_day
from courses.internships.words import time_words
from courses.mentorship.models import ReviewTask
from lms.accounts.models import User
from lms.core.log.wording import saved_words

from .models import AgreedStep, Attendance, Case, Correction, Meeting, Note
from .rules import cases_seen_by, handed_in_entries, seen_among

AROUND = (
    "task__learner",
    "task__iteration__version",
    "entry__participation__enrolment__learner",
    "entry__participation__placement",
    "put_by",
    "carried_from__meeting",
    "carried_to__meeting",
)


@dataclass
class CaseShown:
    """A case that the reader sees; else nothing of it but its number."""

    number: int
    case: Case
    is_seen: bool
    is_mine: bool = False
    title: str = ""
    detail: str = ""
    url: str = ""
    note: Note | None = None
    steps: list[AgreedStep] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.case.pk

    @property
    def about(self) -> str:
        return self.case.about if self.is_seen else ""

    @property
    def item(self) -> str:
        """Its name in the queue of an open page."""
        return f"c{self.pk}"

    @property
    def came_from(self) -> str:
        earlier = self.case.carried_from
        return day_words(earlier.meeting.starts_at) if earlier else ""

    @property
    def goes_on(self) -> str:
        later = getattr(self.case, "carried_to", None)
        return day_words(later.meeting.starts_at) if later else ""

    @property
    def state(self) -> str:
        return saved_words(self.note.changed_at) if self.note else ""


@dataclass(frozen=True)
class ClosedEntry:
    words: str
    step: str
    is_confirmed: bool


@dataclass(frozen=True)
class Closed:
    """One answer to several entries. `hidden` are those that the reader may not see."""

    by: str
    entries: list[ClosedEntry]
    hidden: int


@dataclass
class Minutes:
    """What was said in general; what is said of a case stands with the case."""

    note: Note | None
    steps: list[AgreedStep]
    corrections: list[Correction]

    @property
    def state(self) -> str:
        return saved_words(self.note.changed_at) if self.note else ""


def agenda_of(meeting: Meeting, reader: User) -> list[CaseShown]:
    """Without the minutes. Three queries at most."""
    cases = list(meeting.cases.select_related(*AROUND).order_by("position", "pk"))
    seen = cases_seen_by(reader, cases)
    return [_shown(number, one, is_seen=one.pk in seen, reader=reader) for number, one in enumerate(cases, 1)]


def minutes_of(meeting: Meeting, cases: Iterable[CaseShown], reader: User) -> Minutes:
    """The notes, steps and corrections, each with its case where that is seen; the rest is of the whole. Three queries."""
    seen = {one.pk: one for one in cases if one.is_seen}
    general = Minutes(None, [], [])
    for note in meeting.notes.all():
        if note.case_id is None:
            general.note = note
        elif note.case_id in seen:
            seen[note.case_id].note = note
    for step in meeting.steps.select_related("who").order_by("pk"):
        _put(step, step.case_id, "steps", seen, general)
    for correction in meeting.corrections.select_related("by").order_by("pk"):
        _put(correction, correction.case_id, "corrections", seen, general)
    return general


def _put(one: AgreedStep | Correction, case: int | None, where: str, seen: dict[int, CaseShown], general: Minutes) -> None:
    if case is None:
        getattr(general, where).append(one)
    elif case in seen:
        getattr(seen[case], where).append(one)


def _shown(number: int, case: Case, *, is_seen: bool, reader: User) -> CaseShown:
    if not is_seen:
        return CaseShown(number, case, is_seen=False)
    title, detail, url = _words(case)
    return CaseShown(number, case, True, is_mine=case.put_by_id == reader.pk, title=title, detail=detail, url=url)


def _words(case: Case) -> tuple[str, str, str]:
    """What it is, more of it, and where to read it."""
    if case.task:
        return str(case.task.learner), task_words(case.task), reverse("review_task", args=[case.task_id])
    if case.entry:
        entry = case.entry
        detail = _("%(day)s · %(place)s") % {"day": practice_day(entry.day), "place": entry.participation.placement}
        return (
            str(entry.participation.enrolment.learner),
            detail,
            reverse("mentor_practice_log", args=[entry.participation_id]) + f"#e{entry.pk}",
        )
    return case.topic, "", ""


def task_words(task: ReviewTask) -> str:
    words = {"title": task.iteration.version.title, "round": task.iteration.round}
    return _("%(title)s, round %(round)d") % words


def closed_entries_of(meeting: Meeting, reader: User) -> list[Closed]:
    """What was confirmed and returned there. Three queries."""
    rows = list(meeting.closings.select_related("closing__by").order_by("pk"))
    around = ("entry__participation__enrolment__learner",)
    links = ChainLink.objects.filter(closing__in=[row.closing_id for row in rows]).select_related(*around) if rows else []
    of_closing: dict[int, list[ChainLink]] = {}
    for link in links:
        of_closing.setdefault(link.closing_id or 0, []).append(link)
    seen = seen_among(handed_in_entries(reader), [link.entry_id for link in links])
    return [_closed(str(row.closing.by or ""), of_closing.get(row.closing_id, []), seen) for row in rows]


def _closed(by: str, links: list[ChainLink], seen: set[int]) -> Closed:
    shown = [
        ClosedEntry(
            _("%(name)s: %(day)s, %(time)s")
            % {"name": link.entry.participation.enrolment.learner, "day": practice_day(link.entry.day), "time": time_words(link.minutes)},
            str(link.get_step_display()),
            link.step == ChainLink.Step.CONFIRMED,
        )
        for link in sorted(links, key=lambda link: (link.entry.participation_id, link.number))
        if link.entry_id in seen
    ]
    return Closed(by, shown, len(links) - len(shown))


def who_comes(meeting: Meeting) -> dict[str, list[Attendance]]:
    """By state; those with a seat by its number, who waits in order of asking. One query."""
    rows = meeting.attendances.standing().select_related("person")
    found: dict[str, list[Attendance]] = {}
    for one in sorted(rows, key=lambda one: (one.seat is None, one.seat or 0, one.asked_at, one.pk)):
        found.setdefault(one.state, []).append(one)
    return found
