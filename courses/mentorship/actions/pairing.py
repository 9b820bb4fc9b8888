"""Who mentors whom. Rows are held in one order everywhere: tasks, enrolments, profiles of mentors, pairings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.models import Role, User

from ..models import Bar, MentorProfile, MentorRequest, Pairing, ReviewTask
from ..pairing_rules import PairRefusal, PairRefused, loads
from ..room import hold_room, people_with, profile_of
from .holding import hold_tasks
from .offering import can_be_asked, offer, queue
from .requests import settle_request

State = ReviewTask.State


@dataclass(frozen=True)
class Wish:
    """That a learner should have this mentor. `was`: whom they had when somebody wished so; only if that still holds it is done."""

    enrolment: int
    mentor: int
    was: int | None


@dataclass(frozen=True)
class Done:
    paired: tuple[Pairing, ...]
    refused: tuple[tuple[Enrolment, PairRefusal], ...]


@transaction.atomic
def pair(*, enrolment: Enrolment, mentor: User, by: User, reason: str = "") -> Pairing:
    """This learner has this mentor from now on, whoever it was before. Who has them already keeps them. Raises PairRefused."""
    tasks = _hold([enrolment.pk], [mentor.pk])
    was = Pairing.objects.current().filter(enrolment=enrolment).select_related("mentor").first()
    if was and was.mentor_id == mentor.pk:
        return was
    done = _pair_all(enrolment.cohort, [Wish(enrolment.pk, mentor.pk, was.mentor_id if was else None)], tasks, by, reason)
    if done.refused:
        raise PairRefused(done.refused[0][1])
    return done.paired[0]


@transaction.atomic
def apply_proposal(*, cohort: Cohort, wishes: Collection[Wish], by: User, reason: str = "") -> Done:
    """Pair as many as still can be; the others are named with what stands against it. A repeat changes nothing."""
    tasks = _hold([wish.enrolment for wish in wishes], [wish.mentor for wish in wishes])
    return _pair_all(cohort, sorted(wishes, key=lambda wish: wish.enrolment), tasks, by, reason)


@transaction.atomic
def end_pairing(*, enrolment: Enrolment, by: User, reason: str) -> None:
    """The learner has no mentor of their own any more; what waited for that one alone waits for all. A repeat changes nothing."""
    tasks, at = _hold([enrolment.pk], []), now()
    for pairing in Pairing.objects.current().filter(enrolment=enrolment):
        Pairing.objects.filter(pk=pairing.pk).update(ended_at=at, ended_by=by, ended_reason=reason[:200])
        for task in tasks:
            if task.state == State.OFFERED and task.offered_to_id == pairing.mentor_id:
                queue(task=task, at=at, by=by)


def _hold(enrolments: Collection[int], mentors: Collection[int]) -> list[ReviewTask]:
    """Two who pair at once wait for each other. Returns the open tasks of the learners."""
    tasks = hold_tasks(Q(submission__enrolment__in=enrolments), enrolments)
    missing = User.objects.filter(pk__in=mentors, mentor_profile=None).order_by("pk")
    MentorProfile.objects.bulk_create([MentorProfile(person=person) for person in missing], ignore_conflicts=True)
    list(MentorProfile.objects.select_for_update().filter(person__in=mentors).order_by("pk"))
    return tasks


def _pair_all(cohort: Cohort, wishes: Sequence[Wish], tasks: Sequence[ReviewTask], by: User, reason: str) -> Done:
    at, asked = now(), [wish.enrolment for wish in wishes]
    enrolments = cohort.enrolments.select_related("learner").in_bulk(asked)
    mentors = people_with(Role.MENTOR, cohort).in_bulk([wish.mentor for wish in wishes])
    current = {pairing.enrolment_id: pairing for pairing in Pairing.objects.current().filter(enrolment__in=asked)}
    bars = set(Bar.objects.filter(mentor__in=mentors).values_list("mentor", "learner"))
    load = loads(mentors)
    wanted: list[tuple[Enrolment, User]] = []
    refused: list[tuple[Enrolment, PairRefusal]] = []
    for wish in wishes:
        enrolment, mentor, was = enrolments.get(wish.enrolment), mentors.get(wish.mentor), current.get(wish.enrolment)
        if enrolment is None or (was and was.mentor_id == wish.mentor):
            continue
        if why := _why_not(enrolment, mentor, was.mentor_id if was else None, wish, bars, load):
            refused.append((enrolment, why))
        elif mentor:
            wanted.append((enrolment, mentor))
            load[mentor.pk] += 1
    return Done(tuple(_write(wanted, current, tasks, at, by, reason)), tuple(refused))


def _why_not(
    enrolment: Enrolment, mentor: User | None, was: int | None, wish: Wish, bars: set[tuple[int, int]], load: dict[int, int]
) -> PairRefusal | None:
    if enrolment.state not in Enrolment.STUDYING:
        return PairRefusal.NOT_STUDYING
    if was != wish.was:
        return PairRefusal.CHANGED
    if mentor is None:
        return PairRefusal.NOT_A_MENTOR
    if mentor.pk == enrolment.learner_id:
        return PairRefusal.SELF
    if (mentor.pk, enrolment.learner_id) in bars:
        return PairRefusal.BARRED
    return PairRefusal.FULL if load[mentor.pk] >= profile_of(mentor).capacity else None


def _write(
    wanted: Sequence[tuple[Enrolment, User]], current: dict[int, Pairing], tasks: Sequence[ReviewTask], at: datetime, by: User, reason: str
) -> list[Pairing]:
    ended = [current[enrolment.pk] for enrolment, _mentor in wanted if enrolment.pk in current]
    Pairing.objects.filter(pk__in=[pairing.pk for pairing in ended]).update(ended_at=at, ended_by=by)
    made = Pairing.objects.bulk_create(Pairing(enrolment=one, mentor=mentor, by=by, reason=reason[:200]) for one, mentor in wanted)
    now_with = {enrolment.pk: mentor for enrolment, mentor in wanted}
    before = {pairing.enrolment_id: pairing.mentor_id for pairing in ended}
    for task in tasks:
        mentor = now_with.get(task.submission.enrolment_id)
        if mentor and task.state == State.OFFERED and task.offered_to_id == before.get(task.submission.enrolment_id):
            _move_offer(task, mentor, at, by)
    open_requests = MentorRequest.objects.select_related("enrolment__learner").filter(enrolment__in=now_with, settled_at=None)
    for request in open_requests.order_by("pk"):
        settle_request(request=request, by=by)
    return made


def _move_offer(task: ReviewTask, mentor: User, at: datetime, by: User) -> None:
    if can_be_asked(mentor, task.cohort, task.learner_id, at) and hold_room(mentor, at) > 0:
        offer(task=task, to=mentor, at=at, by=by)
    else:
        queue(task=task, at=at, by=by)
