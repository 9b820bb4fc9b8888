"""Signs of life: when a learner was last there. Whoever keeps what learners do registers how it is read (`AppConfig.ready`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Max

from .models import ActivityCompletion, Enrolment, EnrolmentEvent


def nobody(enrolments: Sequence[int]) -> Set[int]:
    return frozenset()


def nothing(enrolments: Sequence[int], activities: Sequence[int]) -> Set[tuple[int, int]]:
    return frozenset()


@dataclass(frozen=True, kw_only=True)
class Signs:
    """`latest`: by enrolment, when the learner last did something, or when an answer to it came. `waiting`: who waits for an answer of
    ours. `handed_in`: which of these activities the learner has nothing left to do about, as (enrolment, activity). Each asks a constant
    number of queries."""

    latest: Callable[[Sequence[int]], Mapping[int, datetime]]
    waiting: Callable[[Sequence[int]], Set[int]] = nobody
    handed_in: Callable[[Sequence[int], Sequence[int]], Set[tuple[int, int]]] = nothing


_signs: list[Signs] = []


def register(signs: Signs) -> None:
    _signs.append(signs)


def last_signs(enrolments: Iterable[Enrolment]) -> dict[int, datetime]:
    """By enrolment, since when nothing was heard. Who waits for an answer of ours is left out: that is no silence. Before the cohort
    begins nobody is silent."""
    enrolments = list(enrolments)
    ids = [one.pk for one in enrolments]
    waiting = set().union(*(signs.waiting(ids) for signs in _signs))
    heard = [_facts(ids), _restarts(ids), *(signs.latest(ids) for signs in _signs)]
    return {
        one.pk: max(_known(one), *(found[one.pk] for found in heard if one.pk in found), _beginning(one))
        for one in enrolments
        if one.pk not in waiting
    }


def handed_in(enrolments: Sequence[int], activities: Sequence[int]) -> set[tuple[int, int]]:
    """Of these activities those that the learner has completed or handed in, as (enrolment, activity)."""
    done = ActivityCompletion.objects.filter(enrolment__in=enrolments, activity__in=activities)
    return set(done.values_list("enrolment_id", "activity_id")).union(*(signs.handed_in(enrolments, activities) for signs in _signs))


def _known(enrolment: Enrolment) -> datetime:
    return max(enrolment.created_at, enrolment.last_seen_at or enrolment.created_at)


def _beginning(enrolment: Enrolment) -> datetime:
    cohort = enrolment.cohort
    if cohort.starts_on is None:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(cohort.starts_on, time.min, ZoneInfo(cohort.time_zone))


def _facts(enrolments: Sequence[int]) -> dict[int, datetime]:
    return newest(ActivityCompletion.objects.filter(enrolment__in=enrolments), "enrolment", "completed_at")


def _restarts(enrolments: Sequence[int]) -> dict[int, datetime]:
    back = EnrolmentEvent.objects.filter(enrolment__in=enrolments, to_state=Enrolment.State.ACTIVE)
    return newest(back, "enrolment", "at")


def newest(rows, enrolment: str, *times: str) -> dict[int, datetime]:
    """The latest of these times of the rows of each enrolment. One query."""
    found = rows.order_by().values_list(enrolment).annotate(*(Max(each) for each in times))
    heard = {pk: [at for at in ats if at] for pk, *ats in found}
    return {pk: max(ats) for pk, ats in heard.items() if ats}
