"""A mentor who has no time: "not this week", back again, and giving one's queue to somebody else."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from ..availability import unopened_of
from ..models import HandOver, MentorProfile, Pairing, ReviewTask, TaskEvent
from ..room import can_read, hold_room
from .holding import hold_tasks
from .offering import can_be_asked, can_mentor, offer, queue, record

State = ReviewTask.State


@transaction.atomic
def go_away(*, mentor: User, since: date, until: date, reason: str = "") -> int:
    """Nothing is offered to the mentor from one day to the other; what was offered goes to the queue on the first. What they are reading
    stays with them. Returns how many tasks went to the queue at once. A repeat changes nothing."""
    profile, _is_new = MentorProfile.objects.update_or_create(person=mentor, defaults={"away_from": since, "away_until": until})
    mentor.mentor_profile = profile  # whoever was asked for it before has an old one
    at = now()
    gone = [task for task in _offered_to(mentor) if not can_be_asked(mentor, task.cohort, task.learner_id, at)]
    return sum(queue(task=task, at=at, by=mentor, reason=reason) for task in gone)


def come_back(*, mentor: User) -> None:
    """From now on new work is offered again; what went to the queue stays there, for everybody. A repeat changes nothing."""
    MentorProfile.objects.filter(person=mentor).update(away_from=None, away_until=None)


@transaction.atomic
def hand_over_queue(*, mentor: User, to: User | None, by: User, moves_learners: bool = False) -> HandOver:
    """Give what waits for the mentor, or is taken but not opened, to another one, as far as that one may read it and has room; the rest
    goes to the queue. With `moves_learners` the other one becomes the mentor of the learners as well."""
    at = now()
    done = HandOver.objects.create(mentor=mentor, to=to, by=by, at=at)
    theirs = Pairing.objects.current().filter(mentor=mentor) if to is not None and moves_learners else Pairing.objects.none()
    enrolments = list(theirs.values_list("enrolment", flat=True))
    for task in hold_tasks(unopened_of(mentor), enrolments):
        if _move(task, to, by, at):
            done.tasks.add(task)
    if to is not None and enrolments:
        done.pairings.set(_move_learners(mentor, to, enrolments, by, at))
    return done


def _move(task: ReviewTask, to: User | None, by: User, at: datetime) -> bool:
    _give_back(task)
    if to is not None and _can_get(task, to, at):
        return offer(task=task, to=to, at=at, by=by)
    return queue(task=task, at=at, by=by)


def _give_back(task: ReviewTask) -> None:
    """Whoever holds it has not opened it: nothing is lost."""
    held = ReviewTask.objects.open().filter(pk=task.pk, opened_at=None, claimed_by=task.claimed_by_id, state=State.CLAIMED)
    if held.update(state=State.QUEUED, claimed_by=None, claimed_until=None):
        record(task, TaskEvent.What.RELEASED, by=task.claimed_by)


def _can_get(task: ReviewTask, to: User, at: datetime) -> bool:
    return can_read(to, task.language) and _has_room_for(task, to, at)


def _has_room_for(task: ReviewTask, to: User, at: datetime) -> bool:
    return can_be_asked(to, task.cohort, task.learner_id, at) and hold_room(to, at) > 0


def _move_learners(mentor: User, to: User, enrolments: Collection[int], by: User, at: datetime) -> list[Pairing]:
    """Those whom the other one may mentor. The enrolments are held."""
    theirs = Pairing.objects.current().filter(mentor=mentor, enrolment__in=enrolments).select_for_update(of=("self",))
    learners = [pairing.enrolment for pairing in theirs.select_related("enrolment__cohort__course").order_by("pk")]
    return [_pair_anew(each, to, by, at) for each in learners if can_mentor(to, each.cohort, each.learner_id, at)]


def _pair_anew(enrolment: Enrolment, mentor: User, by: User, at: datetime) -> Pairing:
    Pairing.objects.current().filter(enrolment=enrolment).update(ended_at=at)
    return Pairing.objects.create(enrolment=enrolment, mentor=mentor, by=by)


@transaction.atomic
def undo_hand_over(*, done: HandOver, by: User) -> int:
    """What nobody has taken meanwhile waits for the mentor again, in whatever language: it was theirs before. Their learners come back.
    Returns how many tasks wait for the mentor again. A repeat changes nothing."""
    at = now()
    if not HandOver.objects.filter(pk=done.pk, undone_at=None).update(undone_at=at):
        return 0
    count = 0
    waiting = done.tasks.select_for_update(of=("self",)).filter(state__in=[State.QUEUED, State.OFFERED], claimed_by=None)
    for task in waiting.select_related("cohort__course").order_by("pk"):
        if task.offered_to_id in (None, done.to_id) and _has_room_for(task, done.mentor, at):
            count += offer(task=task, to=done.mentor, at=at, by=by)
    for pairing in done.pairings.filter(ended_at=None).select_related("enrolment"):
        _pair_anew(pairing.enrolment, done.mentor, by, at)
    return count


def _offered_to(mentor: User) -> QuerySet[ReviewTask]:
    offered = ReviewTask.objects.select_for_update(of=("self",)).filter(state=State.OFFERED, offered_to=mentor)
    return offered.select_related("cohort__course").order_by("pk")
