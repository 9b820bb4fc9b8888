"""Entries as pages show them: with what was said, and whether they are what was handed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.log.wording import when_words

from .chain import Verdict
from .checking import verdicts
from .models import ChainLink, Participation, PracticeEntry, PracticeFile
from .occasions import Occasion, occasions_of
from .words import day_words, time_words, verdict_words


@dataclass(frozen=True)
class Step:
    """A link of the chain, in words. `by` is who answered; `hash` its first characters, to be compared with paper."""

    what: str
    at: datetime
    by: str
    comment: str
    hash: str
    occasion: Occasion | None = None

    @property
    def when(self) -> str:
        return when_words(self.at)


@dataclass(frozen=True)
class EntryShown:
    entry: PracticeEntry
    steps: Sequence[Step] = ()
    files: Sequence[PracticeFile] = ()
    verdict: Verdict | None = None

    @property
    def day(self) -> str:
        return day_words(self.entry.day)

    @property
    def time(self) -> str:
        return time_words(self.entry.minutes)

    @property
    def state(self) -> str:
        return str(self.entry.get_state_display())

    @property
    def tag(self) -> str:
        return {"confirmed": "tag--done", "returned": "tag--return"}.get(self.entry.state, "")

    @property
    def did(self) -> str:
        return self.entry.text("did")

    @property
    def result(self) -> str:
        return self.entry.text("result")

    @property
    def question(self) -> str:
        return self.entry.text("question")

    @property
    def is_outside(self) -> bool:
        return self.entry.day is not None and not self.entry.participation.placement.covers(self.entry.day)

    @property
    def comment(self) -> str:
        """What was said with the answer that stands."""
        return self.steps[-1].comment if self.steps and self.entry.state in ("returned", "confirmed") else ""

    @property
    def warning(self) -> str:
        return verdict_words(self.verdict)


@dataclass(frozen=True)
class Day:
    day: date | None
    words: str
    entries: Sequence[EntryShown]


def shown(entries: Iterable[PracticeEntry], reader: User | None = None) -> list[EntryShown]:
    """Entries with their placement at hand. A constant number of queries. `reader` reads also at which occasion an answer was given."""
    entries = list(entries)
    links: dict[int, list[Step]] = {}
    rows = list(ChainLink.objects.filter(entry__in=entries).select_related("closing__by", "words").order_by("participation", "number"))
    occasions = occasions_of({link.closing_id for link in rows if link.closing_id}, reader)
    for link in rows:
        links.setdefault(link.entry_id, []).append(_step(link, occasions.get(link.closing_id or 0)))
    files: dict[int, list[PracticeFile]] = {}
    for file in PracticeFile.objects.filter(entry__in=entries, removed_at=None).order_by("pk"):
        files.setdefault(file.entry_id, []).append(file)
    found = verdicts({entry.participation_id: entry.participation for entry in entries}.values())
    return [EntryShown(entry, links.get(entry.pk, []), files.get(entry.pk, []), found.get(entry.pk)) for entry in entries]


def by_day(entries: Iterable[EntryShown]) -> list[Day]:
    """The latest first; what has no date yet before all."""
    days: dict[date | None, list[EntryShown]] = {}
    for one in entries:
        days.setdefault(one.entry.day, []).append(one)
    order = sorted(days, key=lambda day: (day is None, day or date.min), reverse=True)
    return [Day(day, day_words(day), days[day]) for day in order]


@dataclass(frozen=True)
class Totals:
    """Time in words."""

    confirmed: str
    waiting: str

    @classmethod
    def of(cls, entries: Iterable[PracticeEntry]) -> "Totals":
        minutes = {"confirmed": 0, "submitted": 0}
        for entry in entries:
            if entry.state in minutes:
                minutes[entry.state] += entry.minutes or 0
        return cls(time_words(minutes["confirmed"]) or _("nothing yet"), time_words(minutes["submitted"]))


def entries_of(participations: Iterable[Participation], reader: User | None = None) -> dict[int, list[EntryShown]]:
    """By participation, each with its placement. A constant number of queries."""
    known = {one.pk: one for one in participations}
    entries = list(PracticeEntry.objects.filter(participation__in=known).order_by("-day", "-pk"))
    for entry in entries:
        entry.participation = known[entry.participation_id]
    found: dict[int, list[EntryShown]] = {pk: [] for pk in known}
    for one in shown(entries, reader):
        found[one.entry.participation_id].append(one)
    return found


def _step(link: ChainLink, occasion: Occasion | None) -> Step:
    words, closing = getattr(link, "words", None), link.closing
    by = ""
    if closing:
        by = closing.host_name or (closing.by.name if closing.by else "")
        by = _("%(name)s, %(role)s") % {"name": by, "role": closing.host_role} if closing.host_role else by
    comment = words.words.get("comment", "") if words else ""
    return Step(str(link.get_step_display()), link.at, by, comment, link.hash[:12], occasion)
