"""What coordinators do with placements."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.timezone import now

from courses.enrolment.models import Enrolment

from ..models import Participation, Placement, PlanDay
from ..rules import Refusal, Refused


@transaction.atomic
def set_learners(*, placement: Placement, enrolments: Iterable[Enrolment]) -> None:
    """Who takes part from now on: learners of the placement's cohort. Who is left out leaves, with all they wrote; put in again they
    find it. The same again changes nothing. Raises Refused for a placement that was cancelled."""
    if placement.cancelled_at:
        raise Refused(Refusal.ENDED)
    chosen = {one.pk for one in enrolments if one.cohort_id == placement.cohort_id}
    there = Participation.objects.filter(placement=placement)
    there.filter(enrolment__in=chosen).exclude(left_at=None).update(left_at=None)
    there.filter(left_at=None).exclude(enrolment__in=chosen).update(left_at=now())
    known = set(there.values_list("enrolment", flat=True))
    Participation.objects.bulk_create(
        (Participation(placement=placement, enrolment_id=pk) for pk in sorted(chosen - known)), ignore_conflicts=True
    )


@transaction.atomic
def set_plan(*, placement: Placement, plan: Mapping[date, str]) -> None:
    """The plan of days; a day without words has no row."""
    placement.plan.exclude(day__in=[day for day, text in plan.items() if text.strip()]).delete()
    for day, text in plan.items():
        if text.strip():
            PlanDay.objects.update_or_create(placement=placement, day=day, defaults={"text": text.strip()[:300]})


def end(*, placement: Placement) -> None:
    """Earlier than its last day. Entries are written and answered as before. A repeat changes nothing. Raises Refused."""
    open_ = Placement.objects.filter(pk=placement.pk, cancelled_at=None)
    if not open_.filter(ended_at=None).update(ended_at=now()) and not open_.exists():
        raise Refused(Refusal.ENDED)


def cancel(*, placement: Placement) -> None:
    """It does not take place. What was written is kept and can still be answered; nothing more is written. A repeat changes nothing. Raises
    Refused for one that was ended by hand."""
    standing = Placement.objects.filter(pk=placement.pk, ended_at=None)
    if not standing.filter(cancelled_at=None).update(cancelled_at=now()) and not standing.exists():
        raise Refused(Refusal.ENDED)
