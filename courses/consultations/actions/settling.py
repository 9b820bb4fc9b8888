"""What happened is written down: held, nobody came, put right, a walk-in, and what was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.catalogue.models import Lesson
from courses.enrolment.models import Cohort
from lms.accounts.models import User

from ..held import counts
from ..models import AgreedAction, Consultation, Visitor
from ..rules import Refusal, Refused
from .booking import fresh_of
from .seats import State, What, hold_slots, record


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is written about a consultation."""

    topic: str = ""
    outcome: str = ""
    next_step: str = ""
    lesson: Lesson | None = None
    shared_note: str = ""
    private_note: str = ""


@dataclass(frozen=True)
class Agreed:
    text: str
    due_on: date | None = None


@transaction.atomic
def hold(*, consultation: Consultation, by: User, minutes: int, words: Words, agreed: Sequence[Agreed] = ()) -> Consultation:
    """It happened. For one that is held already the words and minutes are changed, and nothing else. Raises Refused."""
    fresh, at = _held(consultation), now()
    if fresh.state not in (State.BOOKED, State.HELD):
        raise Refused(Refusal.SETTLED)
    if not fresh.has_begun(at):
        raise Refused(Refusal.NOT_BEGUN)
    if fresh.state == State.BOOKED:
        fresh.state, fresh.settled_at = State.HELD, at
        record(fresh, What.HELD, by=by, at=at)
    fresh.minutes, fresh.changed_at = minutes, at
    _write(fresh, words)
    fresh.save()
    _agree(fresh, agreed)
    counts(fresh)
    return fresh


@transaction.atomic
def mark_no_show(*, consultation: Consultation, by: User) -> Consultation:
    """Nobody came. A repeat changes nothing. Raises Refused."""
    fresh, at = _held(consultation), now()
    if fresh.state == State.NO_SHOW:
        return fresh
    if fresh.state != State.BOOKED:
        raise Refused(Refusal.SETTLED)
    if not fresh.has_begun(at):
        raise Refused(Refusal.NOT_BEGUN)
    fresh.state, fresh.settled_at, fresh.changed_at = State.NO_SHOW, at, at
    fresh.save()
    record(fresh, What.NO_SHOW, by=by, at=at)
    return fresh


@transaction.atomic
def put_right(*, consultation: Consultation, by: User) -> Consultation:
    """Back to booked, with its seat and all that was written. A walk-in was never booked: it is cancelled. Raises Refused."""
    fresh, at = _held(consultation), now()
    if fresh.state not in (State.HELD, State.NO_SHOW):
        raise Refused(Refusal.SETTLED)
    is_walk_in = fresh.slot is None
    fresh.state = State.CANCELLED if is_walk_in else State.BOOKED
    fresh.settled_at = at if is_walk_in else None
    if fresh.slot:
        fresh.starts_at, fresh.minutes = fresh.slot.starts_at, fresh.slot.minutes
    fresh.changed_at = at
    fresh.save()
    record(fresh, What.PUT_RIGHT, by=by, at=at)
    return fresh


def walk_in(
    *,
    by: User,
    cohort: Cohort,
    made_id: str,
    minutes: int,
    words: Words,
    learner: User | None = None,
    visitor: Visitor | None = None,
    new_name: str = "",
    at: datetime | None = None,
    agreed: Sequence[Agreed] = (),
) -> Consultation:
    """Logged afterwards, for a learner, a visitor, or somebody new of that name. Sent twice it is logged once."""
    try:
        with transaction.atomic():
            return _walk_in(by, cohort, made_id, minutes, words, learner, visitor, new_name, at, agreed)
    except IntegrityError:  # the same one came by another way at the same moment
        logged = Consultation.objects.filter(mentor=by, made_id=made_id).first()
        if logged is None:
            raise
        return logged


def _walk_in(
    by: User, cohort: Cohort, made_id: str, minutes: int, words: Words, learner: User | None, visitor: Visitor | None, new_name: str,
    at: datetime | None, agreed: Sequence[Agreed],
) -> Consultation:  # fmt: skip
    logged = Consultation.objects.filter(mentor=by, made_id=made_id).first()
    if logged:
        return logged
    moment = now()
    if at and at > moment:
        raise Refused(Refusal.NOT_BEGUN)
    if learner is None and visitor is None:
        visitor = Visitor.objects.create(cohort=cohort, name=new_name[:150], made_by=by)
    made = Consultation(
        cohort=cohort,
        learner=learner,
        visitor=visitor,
        mentor=by,
        made_id=made_id,
        state=State.HELD,
        starts_at=at or moment,
        minutes=minutes,
        asked_at=moment,
        settled_at=moment,
        changed_at=moment,
    )
    _write(made, words)
    made.save()
    record(made, What.HELD, by=by, at=moment)
    _agree(made, agreed)
    counts(made)
    return made


def set_done(*, action: AgreedAction, is_done: bool) -> None:
    """The learner has done it, or not yet after all."""
    AgreedAction.objects.filter(pk=action.pk, done_at__isnull=is_done).update(done_at=now() if is_done else None)


def _held(consultation: Consultation) -> Consultation:
    """With its slot, so that nobody cancels or moves it meanwhile. Raises Refused where somebody just has."""
    if consultation.slot_id:
        hold_slots([consultation.slot_id])
    fresh = fresh_of(consultation)
    if fresh.slot_id != consultation.slot_id:
        raise Refused(Refusal.SETTLED)
    return fresh


def _write(consultation: Consultation, words: Words) -> None:
    for field in fields(words):
        setattr(consultation, field.name, getattr(words, field.name))


def _agree(consultation: Consultation, agreed: Sequence[Agreed]) -> None:
    """What is agreed already and said again stays as it is: pressed twice it stands there once."""
    there = set(consultation.actions.values_list("text", flat=True))
    for one in agreed:
        if one.text and one.text not in there:
            there.add(one.text)
            AgreedAction.objects.create(consultation=consultation, text=one.text, due_on=one.due_on)
