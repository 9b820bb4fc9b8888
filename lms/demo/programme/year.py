"""What everything in the programme's year shares: its days, its chance (the same every time), and how rows of the past are stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import connections, router
from django.db.models import Model

from courses.mentorship.models import MentorProfile
from lms.accounts.models import User
from lms.notifications.digest import FROM, UNTIL
from lms.notifications.models import Letter

ZONE = ZoneInfo("Europe/Kyiv")
DAYS = 364
SEED = "тропа к соседу"
RHYTHM = {1: 0.3, 2: 0.9, 3: 1.2, 4: 1.1, 5: 1.0, 6: 0.8, 7: 0.6, 8: 0.25, 9: 1.1, 10: 1.3, 11: 1.2, 12: 0.7}  # by month: how much goes on
Row = TypeVar("Row", bound=Model)


@dataclass
class Year:
    """`now` is when it is loaded: all else is so many days before."""

    now: datetime
    lot: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - words and days of a demo
    letters: list[Letter] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def working_days(self, first_ago: int, last_ago: int) -> tuple[list[date], list[float]]:
        """The days, and how much goes on on each."""
        days = [self.day(ago) for ago in range(first_ago, last_ago - 1, -1)]
        busy = [day for day in days if day.weekday() < 6]
        return busy, [RHYTHM[day.month] * (0.2 if day.weekday() == 5 else 1.0) for day in busy]

    def write(self, *, kind: str, person: User, key: str, at: datetime, context: dict[str, int] | None = None) -> Letter:
        """A letter of then, as the ledger has it: nobody in the programme has an address, and to whoever has one it is not needed now."""
        reason = Letter.Reason.NOT_NEEDED if person.email else Letter.Reason.NO_ADDRESS
        letter = Letter(kind=kind, person=person, subject_key=key, context=context or {}, due_at=at, created_at=at, state="not_sent")
        letter.reason, letter.message_id = reason, f"{uuid4().hex}@demo.invalid"
        self.letters.append(letter)
        return letter


def clock(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour there, as the site writes moments down."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def by_day(at: datetime) -> datetime:
    """When the day's letter about it goes."""
    local = at.astimezone(ZONE)
    if FROM <= local.time() < UNTIL:
        return at
    return clock(local.date() + timedelta(days=local.time() >= UNTIL), FROM.hour)


def add(rows: Iterable[Row], *, stamped: str = "") -> list[Row]:
    """Store them all at once. `stamped` is the field that the database layer fills with the present: they keep their own."""
    kept = list(rows)
    times = [getattr(row, stamped) for row in kept] if stamped else []
    if not kept:
        return kept
    manager = type(kept[0])._base_manager
    manager.bulk_create(kept, batch_size=2000)
    if stamped:
        for row, at in zip(kept, times, strict=True):
            setattr(row, stamped, at)
        change(kept, stamped)
    return kept


def change(rows: Sequence[Model], *names: str) -> None:
    """What the rows say of these fields now. `bulk_update` builds one long statement and takes ten times as long."""
    if not rows:
        return
    model = type(rows[0])
    connection: Any = connections[router.db_for_write(model)]
    quote, key = connection.ops.quote_name, cast(Any, model._meta.pk)
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(key.column)} = %s"  # noqa: S608 - of names of ours
    values = [[*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


@dataclass(frozen=True)
class Staff:
    """Who works in the programme: its own mentors, and the demo's people who look after it."""

    mentors: Sequence[User]
    mentor: User
    supervisor: User
    coordinator: User


def profile(person: User) -> MentorProfile:
    return MentorProfile(person=person, languages=["ru"], capacity=20, hours=4)
