"""An entry of a calendar, as the app that it belongs to tells it. Words are in the language that is active."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID


class Status(Enum):
    TENTATIVE = "TENTATIVE"  # asked for, not certain
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`uid` is the row's own and stays for good; `sequence` rises with every change of time, place or status; `changed_at` is when the row
    changed last. `zone` names the clock on which the times are read. `organiser` is a name: its address is the site's, so that nobody's
    own address is given away."""

    uid: UUID
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    status: Status = Status.CONFIRMED
    location: str = ""
    link: str = ""
    description: str = ""
    organiser: str = ""
