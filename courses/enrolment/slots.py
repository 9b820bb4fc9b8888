"""What fills the slots of a lesson. The published body is the same for everyone and is kept; one slot stands for each activity, and the
app that owns the activity fills all of its slots of a page at once, with a constant number of queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest

from courses.catalogue.rendering import Slot

from .models import Enrolment


@dataclass(frozen=True)
class Reading:
    """Who reads which slots, in which language the lesson is. The enrolment has its cohort and its course with it; without one (a
    visitor, a preview) the exercises are shown, not offered. `beside` are all slots of the page, also those that others fill."""

    request: HttpRequest
    enrolment: Enrolment | None
    slots: Sequence[Slot]
    language: str
    beside: Sequence[Slot] = ()


Filler = Callable[[Reading], Mapping[str, str]]
_fillers: dict[str, Filler] = {}


def register(kinds: Sequence[str], filler: Filler) -> None:
    for kind in kinds:
        _fillers[kind] = filler


def fill(reading: Reading) -> dict[str, str]:
    """HTML by block id, one call per filler."""
    html: dict[str, str] = {}
    for filler in dict.fromkeys(_fillers[slot.kind] for slot in reading.slots if slot.kind in _fillers):
        mine = [slot for slot in reading.slots if _fillers.get(slot.kind) is filler]
        html.update(filler(replace(reading, slots=mine, beside=reading.slots)))
    return html
