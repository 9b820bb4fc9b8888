"""The agenda: putting cases on it, their order, taking them on to the next meeting. Who may is asked before (`rules`)."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from courses.internships.models import PracticeEntry
from courses.mentorship.models import ReviewTask
from lms.accounts.models import User

from ..models import Case, Meeting
from ..rules import Refusal, Refused
from .seats import check_not_closed, held

MOST = 50


@transaction.atomic
def put_case(
    *, meeting: Meeting, by: User, about: str = "", topic: str = "", task: ReviewTask | None = None, entry: PracticeEntry | None = None
) -> Case:
    """At the end. A piece of work or a day that is on the agenda already is refused. Raises Refused."""
    fresh = held(meeting)
    check_not_closed(fresh)
    if (task and fresh.cases.filter(task=task).exists()) or (entry and fresh.cases.filter(entry=entry).exists()):
        raise Refused(Refusal.TWICE)
    kind = Case.Kind.TASK if task else Case.Kind.ENTRY if entry else Case.Kind.TOPIC
    topic = "" if task or entry else topic[:200]
    return _put(fresh, kind=kind, task=task, entry=entry, topic=topic, about=about[:500], put_by=by)


def _put(meeting: Meeting, **fields: Any) -> Case:
    if meeting.cases.count() >= MOST:
        raise Refused(Refusal.TOO_MANY_CASES)
    last = meeting.cases.aggregate(last=Max("position"))["last"] or 0
    return Case.objects.create(meeting=meeting, position=last + 1, **fields)


@transaction.atomic
def change_case(*, case: Case, about: str, topic: str = "") -> Case:
    """What they want to talk about; of a topic also what it is called. Raises Refused."""
    fresh = _fresh(case)
    fresh.about = about[:500]
    if fresh.kind == Case.Kind.TOPIC and topic:
        fresh.topic = topic[:200]
    fresh.save(update_fields=["about", "topic"])
    return fresh


@transaction.atomic
def remove_case(*, case: Case) -> None:
    """Off the agenda, as long as nothing is written about it. A repeat changes nothing. Raises Refused."""
    check_not_closed(held(case.meeting))
    there = Case.objects.filter(pk=case.pk).first()
    if there is None:
        return
    note = getattr(there, "note", None)
    if (note and note.text.strip()) or there.steps.exists():
        raise Refused(Refusal.MENTIONED)
    if note:
        note.delete()
    there.delete()


@transaction.atomic
def order_case(*, case: Case, is_earlier: bool) -> None:
    """One place up or down; the first does not go up, the last not down. Raises Refused."""
    fresh = _fresh(case)
    cases = list(fresh.meeting.cases.order_by("position", "pk"))
    place = [one.pk for one in cases].index(fresh.pk)
    other = place - 1 if is_earlier else place + 1
    if 0 <= other < len(cases):
        cases[place], cases[other] = cases[other], cases[place]
    for number, one in enumerate(cases, 1):
        if one.position != number:
            Case.objects.filter(pk=one.pk).update(position=number)


@transaction.atomic
def carry_over(*, case: Case) -> Case:
    """On to the next meeting of the group. A repeat gives the same. Raises Refused."""
    if gone_on := Case.objects.filter(carried_from=case.pk).first():
        return gone_on
    later = Meeting.objects.open().ahead(now()).filter(cohort=case.meeting.cohort_id, starts_at__gt=case.meeting.starts_at)
    following = later.order_by("starts_at", "pk").first()
    if following is None:
        raise Refused(Refusal.NO_LATER)
    target = held(following)
    check_not_closed(target)
    there = Case.objects.filter(carried_from=case.pk).first()
    if there is None and (case.task_id or case.entry_id):
        there = target.cases.filter(task=case.task_id, entry=case.entry_id).first()
    if there:
        return there
    same = {name: getattr(case, name) for name in ("kind", "task", "entry", "topic", "about", "put_by")}
    return _put(target, carried_from=case, **same)


def _fresh(case: Case) -> Case:
    """As it is now; its meeting is held and open. Raises Refused."""
    meeting = held(case.meeting)
    check_not_closed(meeting)
    fresh = Case.objects.filter(pk=case.pk).first()
    if fresh is None:
        raise Refused(Refusal.NOT_THERE)
    fresh.meeting = meeting
    return fresh
