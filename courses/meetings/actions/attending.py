"""Who was there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from ..models import Attendance, Meeting
from ..rules import Refusal, Refused, comes_to
from .seats import State, What, check_begun, held, held_rows, record


@dataclass(frozen=True)
class Mark:
    """About one who has a place: the state that was on the page, and whether they were there."""

    seen: str
    was_there: bool


@dataclass
class Marked:
    """`left` are those that somebody else has marked otherwise since the page was made: they stay as they are."""

    meeting: Meeting
    left: list[Attendance] = field(default_factory=list)


@transaction.atomic
def mark(*, meeting: Meeting, by: User, marks: Mapping[int, Mark], came: Collection[User] = (), lasted: int | None = None) -> Marked:
    """Who was there of those who have a place, and who came without one. Said again it changes nothing; said otherwise it is put right,
    also later. Raises Refused."""
    fresh, at = held(meeting), now()
    if not fresh.is_open:
        raise Refused(Refusal.CANCELLED)
    check_begun(fresh, at)
    marked = Marked(fresh)
    rows = {one.pk: one for one in held_rows(fresh.attendances.standing()).order_by("pk")}
    for number, said in marks.items():
        one = rows.get(number)
        if one is None:
            continue
        wanted = _wanted(one, said)
        if wanted == one.state:
            continue
        if one.state != said.seen:
            marked.left.append(one)
            continue
        _set(one, wanted)
        record(one, {State.ATTENDED: What.ATTENDED, State.ABSENT: What.ABSENT}.get(wanted, What.TAKEN_OUT), by=by, at=at)
    there = {one.person_id for one in rows.values() if one.state != State.CANCELLED}
    for person in came:
        if person.pk not in there and person.pk != fresh.offered_by_id:
            there.add(person.pk)
            _add(fresh, person, by)
    if lasted is not None and lasted != fresh.lasted:
        Meeting.objects.filter(pk=fresh.pk).update(lasted=lasted)
        fresh.lasted = lasted
    return marked


def _wanted(one: Attendance, said: Mark) -> State:
    """Who had a seat and did not come is absent; who had none was never expected."""
    if said.was_there:
        return State.ATTENDED
    if one.seat is not None:
        return State.ABSENT
    return State.WAITING if one.state == State.WAITING else State.CANCELLED


def _set(one: Attendance, state: State) -> None:
    one.state, one.changed_at = state, now()
    one.save()


def _add(meeting: Meeting, person: User, by: User) -> None:
    """Who came without booking."""
    at, is_learner = now(), not comes_to(person, meeting.cohort)
    made = Attendance.objects.create(meeting=meeting, person=person, is_learner=is_learner, state=State.ATTENDED, asked_at=at)
    record(made, What.ATTENDED, by=by, at=at)
