"""Drawing the sample of a month. It depends on nobody: the lots follow from the cohort, the month and a secret of the site, so that no
mentor can know beforehand what will be looked at."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from courses.enrolment.models import Cohort
from courses.enrolment.working_days import local_day
from courses.mentorship.models import Review

from ..draw import draw
from ..models import Draw, SampledReview

CATCH_UP = 3  # months: what was missed for longer is not made up for
WIDEST = timedelta(hours=15)  # no clock is further from UTC


def draw_samples(at: datetime) -> int:
    """Every month that is over by its cohort's clock and was not drawn yet. Returns how many were. As often as you like."""
    return sum(draw_sample(cohort=cohort, month=month) for month in _months(at) for cohort in undrawn(month, at))


def undrawn(month: date, at: datetime, cohorts: QuerySet[Cohort] | None = None) -> list[Cohort]:
    """Cohorts (of `cohorts`) that still have the month to be drawn: it is over there, and reviews were sent in it."""
    begin, end = (datetime.combine(day, time.min, UTC) for day in (month, next_month(month)))
    sent = mentors_reviews().filter(sent_at__gte=begin - WIDEST, sent_at__lt=end + WIDEST).values("task__cohort")
    found = (Cohort.objects.all() if cohorts is None else cohorts).filter(pk__in=sent).order_by("pk")
    found = found.exclude(pk__in=Draw.objects.filter(month=month).values("cohort"))
    return [cohort for cohort in found if local_day(at, cohort) >= next_month(month) and _sent_in(cohort, month).exists()]


@transaction.atomic
def draw_sample(*, cohort: Cohort, month: date) -> bool:
    """Once; of two at the same moment one. Returns whether it was this time."""
    sent = list(_sent_in(cohort, month).order_by("pk").values_list("pk", "reviewer"))
    _drawn, is_new = Draw.objects.get_or_create(cohort=cohort, month=month, defaults={"sent": len(sent)})
    if is_new:
        chosen = draw(sent, seed=seed_of(cohort, month))
        rows = [SampledReview(review_id=review, cohort=cohort, month=month) for review in chosen]
        SampledReview.objects.bulk_create(rows, ignore_conflicts=True)
    return is_new


def seed_of(cohort: Cohort, month: date) -> str:
    return salted_hmac("courses.supervision.sample", f"{cohort.pk} {month:%Y-%m}", algorithm="sha256").hexdigest()


def mentors_reviews() -> QuerySet[Review]:
    """What a sample is drawn from: answered by a mentor, not as a supervisor, and neither of the two has gone."""
    there = {"task__is_for_supervisor": False, "reviewer__isnull": False, "reviewer__erased_at": None, "task__learner__erased_at": None}
    return Review.objects.sent().filter(**there)


def _sent_in(cohort: Cohort, month: date) -> QuerySet[Review]:
    """By the cohort's clock."""
    begin, end = (datetime.combine(day, time.min, ZoneInfo(cohort.time_zone)) for day in (month, next_month(month)))
    return mentors_reviews().filter(task__cohort=cohort, sent_at__gte=begin, sent_at__lt=end)


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _months(at: datetime) -> Iterator[date]:
    """The latest ones that may be over somewhere, the earliest first."""
    months = [(at + WIDEST).date()]
    for _number in range(CATCH_UP):
        months.append(month_before(months[-1]))
    yield from reversed(months[1:])
