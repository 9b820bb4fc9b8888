"""Which moments a repeating time falls on. Pure. The clock decides: "Tuesdays at ten" stays at ten when summer time begins or ends. A
time that the clock leaves out on that day comes an hour later; of one that it shows twice, the first is meant."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

MOST = 100


def moments(*, first: date, at: time, zone: str, every: int, until: date) -> list[datetime]:
    """In UTC; one more than MOST where there are too many. `every` counts weeks."""
    days = rrule(WEEKLY, interval=every, dtstart=datetime.combine(first, at), until=datetime.combine(until, time.max), count=None)
    found: list[datetime] = []
    for day in days:
        found.append(day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
        if len(found) > MOST:
            break
    return found
