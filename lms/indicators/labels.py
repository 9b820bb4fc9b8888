"""What groups are called, in the reader's language, and in which order they stand."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from lms.accounts.models import Sex

from .names import NOT_GIVEN, Age, Dimension

SEXES = [*Sex.values, NOT_GIVEN]
AGES = [*Age.values, NOT_GIVEN]


class Labels:
    """`cohorts` by id as text, `districts` by key."""

    def __init__(self, cohorts: Mapping[str, str], districts: Mapping[str, str]):
        self.cohorts, self.districts = cohorts, districts

    def of(self, dimension: str, group: str) -> str:
        match dimension:
            case Dimension.COHORT:
                return self.cohorts.get(group, "–")
            case Dimension.MONTH:
                return month_words(group)
            case _ if group == NOT_GIVEN:
                return _("Not given")
            case Dimension.DISTRICT:
                return self.districts.get(group, group)
            case Dimension.SEX:
                return str(Sex(group).label) if group in Sex.values else group
            case Dimension.AGE:
                return str(Age(group).label) if group in Age.values else group
        return group

    def ordered(self, dimension: str, groups: Iterable[str]) -> list[str]:
        """Months in their order, ages too, names by the alphabet; not given comes last."""
        match dimension:
            case Dimension.MONTH:
                return sorted(groups)
            case Dimension.SEX | Dimension.AGE:
                order = SEXES if dimension == Dimension.SEX else AGES
                return sorted(groups, key=lambda group: (order.index(group) if group in order else len(order), group))
        return sorted(groups, key=lambda group: (group == NOT_GIVEN, self.of(dimension, group).casefold(), group))


def month_words(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{MONTHS[number]} {year}"


def months_between(since: date, until: date) -> list[str]:
    """Both belong to it."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1)]
