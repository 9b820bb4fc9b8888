"""Answering several entries at once: what waits, by learner, and what was chosen for it in a form. For the page of what waits, and for
meetings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import ngettext

from lms.accounts.models import User
from lms.core.saving.sent import number

from .actions.closing import Decision
from .models import Participation, PracticeEntry
from .rules import Refused
from .showing import EntryShown, shown

AROUND = ("participation__placement__cohort", "participation__placement__mentor", "participation__enrolment__learner")
MOST = 50  # on one page, the longest waiting first


@dataclass(frozen=True)
class Line:
    """An entry that waits, and what was chosen for it."""

    shown: EntryShown
    choice: str
    comment: str
    error: str = ""

    @property
    def pk(self) -> int:
        return self.shown.entry.pk


@dataclass
class Group:
    """What waits of one learner."""

    participation: Participation
    lines: list[Line] = field(default_factory=list)

    @property
    def learner(self) -> User:
        return self.participation.enrolment.learner


def decisions_of(post: Mapping[str, str], seen: Iterable[str], entries: QuerySet[PracticeEntry]) -> list[Decision]:
    """What was chosen for those of the `entries` that the form names; others are not answered. `seen` are those that were on the page."""
    chosen: dict[int, str] = {
        int(key[2:]): value for key, value in post.items() if key.startswith("e-") and key[2:].isdigit() and len(key) < 18
    }
    if "confirm-all" in post:
        on_page = [int(pk) for pk in seen if pk.isdigit() and len(pk) < 16]
        chosen = dict.fromkeys(on_page, "confirm") | {pk: what for pk, what in chosen.items() if what == "return"}
    chosen = {pk: what for pk, what in chosen.items() if what in ("confirm", "return")}
    theirs = entries.filter(pk__in=chosen).values_list("pk", flat=True)
    return [Decision(pk, number(post.get(f"n-{pk}")), chosen[pk] == "confirm", post.get(f"c-{pk}-comment", "")) for pk in theirs]


def groups_of(waiting: QuerySet[PracticeEntry], post: Mapping[str, str], refused: Refused | None) -> tuple[list[Group], bool]:
    """By learner, with what was chosen and what is wrong with it; and whether there are more than a page holds."""
    entries = list(waiting.select_related(*AROUND).order_by("participation__placement", "participation", "day", "pk")[: MOST + 1])
    groups: dict[int, Group] = {}
    for one in shown(entries[:MOST]):
        error = str(refused) if refused and one.entry.pk in refused.entries else ""
        line = Line(one, post.get(f"e-{one.entry.pk}", ""), post.get(f"c-{one.entry.pk}-comment", ""), error)
        groups.setdefault(one.entry.participation_id, Group(one.entry.participation)).lines.append(line)
    return list(groups.values()), len(entries) > MOST


def answered_words(count: int) -> str:
    return ngettext("%(count)d entry is answered.", "%(count)d entries are answered.", count) % {"count": count}
