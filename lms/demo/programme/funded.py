"""The programme as its funder knows it: what was promised, and who counts as trained. The figures beside the promises are counted from the
rows of the year."""

import calendar
from collections.abc import Iterable
from datetime import date

from courses.enrolment.models import Cohort
from lms.indicators.models import Programme
from lms.indicators.rule import rule_of
from lms.network.models import Organisation

from . import words
from .practice import ENOUGH


def load_funded(*, cohorts: Iterable[Cohort], owner: Organisation) -> Programme:
    """Whole months, from the first day of a group to the last."""
    groups = list(cohorts)
    first, last = min(group.starts_on for group in groups if group.starts_on), max(group.ends_on for group in groups if group.ends_on)
    made = Programme.objects.create(
        name=words.PROGRAMME,
        owner=owner,
        funder=words.FUNDER,
        first_on=first.replace(day=1),
        last_on=_end_of_month(last),
        rule=rule_of("either", ENOUGH / 60),
        consultations_wanted=250,
        internships_wanted=10,
        trained_wanted=260,  # two hundred of the staff and sixty volunteers
    )
    made.cohorts.set(groups)
    return made


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
