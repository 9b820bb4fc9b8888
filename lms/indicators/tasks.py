from celery import shared_task

from courses.enrolment.models import Cohort

from . import kept
from .models import Programme
from .periods import read
from .scope import of_cohorts, of_programme


@shared_task
def count_figures(*, programme: int | None, cohorts: list[int], period: str) -> None:
    """Safe to run twice: what was counted meanwhile is left alone."""
    if programme is None:
        chosen = read(period, None, None)
        if chosen:
            kept.count_again(of_cohorts(Cohort.objects.filter(pk__in=cohorts), chosen))
        return
    row = Programme.objects.filter(pk=programme).first()
    chosen = read(period, row.first_on, row.last_on) if row else None
    if row and chosen:
        kept.count_again(of_programme(row, row.cohorts.all(), chosen))
