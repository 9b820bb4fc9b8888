"""How the outgoing letters stand: a fixed number of queries, whatever waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lms.notifications import kinds
from lms.notifications.models import Letter, LetterQuerySet, Outbox
from lms.notifications.outbox import rate, the_outbox

State = Letter.State
Trouble = Letter.Trouble

LATELY = timedelta(days=7)
STANDS_STILL = timedelta(minutes=15)  # something is due for so long and nothing went meanwhile
WHAT_TO_DO = {
    Trouble.AWAY: _("Look whether the mail server runs and whether its address in EMAIL_URL is right. Letters wait meanwhile."),
    Trouble.BUSY: _("Usually it passes by itself. If it comes again and again, set a lower rate."),
    Trouble.KEY: _("Name, password or key are wrong, or the sender's address is not allowed. Mend the settings, then try again."),
    Trouble.LATER: _("Many servers ask a stranger to come twice. It is tried again by itself."),
    Trouble.FULL: _("The person must make room. It is tried again for some days."),
    Trouble.NOBODY: _("The address is wrong or gone. The person is told on the site and can give another."),
    Trouble.UNWANTED: _("Read the answer. Often the sender's domain lacks SPF, DKIM or DMARC, or stands on a list of spammers."),
    Trouble.BROKEN: _("Nobody knows whether it went. What must be sent went once more; the rest is not repeated."),
}


@dataclass(frozen=True)
class Line:
    kind: str
    label: str
    priority: str
    count: int
    oldest: datetime


@dataclass(frozen=True)
class TroubleLine:
    trouble: str
    label: str
    count: int
    waiting: int
    said: str
    what_to_do: Any


@dataclass(frozen=True)
class QueueState:
    outbox: Outbox
    at: datetime
    lines: list[Line] = field(default_factory=list)
    later: int = 0
    last_hour: int = 0
    last_day: int = 0
    last_went_at: datetime | None = None
    troubles: list[TroubleLine] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def oldest(self) -> datetime | None:
        return min((line.oldest for line in self.lines), default=None)

    @property
    def per_minute(self) -> int:
        return rate(self.outbox)

    @property
    def ends_at(self) -> datetime | None:
        """If nothing else comes and nothing is in the way."""
        return self.at + timedelta(minutes=self.waiting / self.per_minute) if self.waiting and not self.outbox.paused_at else None

    @property
    def is_held(self) -> bool:
        return bool(self.outbox.trouble)

    @property
    def held_what_to_do(self) -> Any:
        return WHAT_TO_DO[Trouble(self.outbox.trouble)] if self.outbox.trouble else ""

    @property
    def stands_still(self) -> bool:
        """It is not paused, something waits for long, and nothing went."""
        since = self.at - STANDS_STILL
        return bool(
            self.oldest and not self.outbox.paused_at and self.oldest < since and (not self.last_went_at or self.last_went_at < since)
        )


def queue_state(letters: LetterQuerySet) -> QueueState:
    """`letters`: those that whoever looks may see."""
    at = now()
    due = letters.filter(pk__in=Letter.objects.due(at).values("pk"))
    went = letters.filter(state=State.HANDED_OVER, claimed_at__gte=at - timedelta(days=1)).aggregate(
        day=Count("pk"), hour=Count("pk", filter=Q(claimed_at__gte=at - timedelta(hours=1)))
    )
    return QueueState(
        outbox=the_outbox(),
        at=at,
        lines=[
            Line(row["kind"], kinds.label_of(row["kind"]), str(Letter.Priority(row["priority"]).label), row["count"], row["oldest"])
            for row in due.order_by("priority", "kind").values("kind", "priority").annotate(count=Count("pk"), oldest=Min("due_at"))
        ],
        later=letters.queued().count() - due.count(),
        last_hour=went["hour"],
        last_day=went["day"],
        last_went_at=Letter.objects.filter(claimed_at__isnull=False, state=State.HANDED_OVER).aggregate(at=Max("claimed_at"))["at"],
        troubles=_troubles(letters, at),
    )


def _troubles(letters: LetterQuerySet, at: datetime) -> list[TroubleLine]:
    lately = letters.exclude(trouble="").filter(Q(state=State.QUEUED) | Q(claimed_at__gte=at - LATELY))
    rows = list(
        lately.order_by("trouble")
        .values("trouble")
        .annotate(count=Count("pk"), waiting=Count("pk", filter=Q(state=State.QUEUED)), newest=Max("pk"))
    )
    said = dict(letters.filter(pk__in=[row["newest"] for row in rows]).values_list("pk", "answer"))
    return [_trouble_line(row, said.get(row["newest"], "")) for row in rows]


def _trouble_line(row: Mapping[str, Any], said: str) -> TroubleLine:
    trouble = Trouble(row["trouble"])
    return TroubleLine(trouble.value, str(trouble.label), row["count"], row["waiting"], said, WHAT_TO_DO[trouble])
