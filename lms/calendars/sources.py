"""What is in a person's calendar. Each app that knows of meetings registers what it has (`AppConfig.ready`)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils.timezone import now

from lms.accounts.models import User

from .entries import Entry

BACK = timedelta(days=90)  # how far a feed looks back
CANCELLED_STAYS = timedelta(days=30)  # so that calendars which look rarely hear of it

Source = Callable[[User, datetime], Iterable[Entry]]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """`source` takes a person and a moment, and answers with their entries that end after it, those that were cancelled among them."""
    if key in _sources:
        raise ValueError(f"The calendar has a source {key!r} already.")
    _sources[key] = source


def entries_of(person: User, at: datetime | None = None) -> list[Entry]:
    """In the order of time."""
    since = (at or now()) - BACK
    return sorted(
        (entry for source in _sources.values() for entry in source(person, since)), key=lambda entry: (entry.starts_at, entry.uid)
    )
