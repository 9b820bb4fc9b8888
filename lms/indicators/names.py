"""What is counted, and by what, as the addresses and the kept tables name it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NOT_GIVEN = ""


class Fact(models.TextChoices):
    """Kinds of rows."""

    CONSULTATIONS = "consultations", _("Consultations")
    PRACTICE = "practice", _("Internships")
    TRAINED = "trained", _("People trained")


class Dimension(models.TextChoices):
    COHORT = "cohort", _("Cohort")
    MONTH = "month", _("Month")
    DISTRICT = "district", _("District")
    SEX = "sex", _("Sex")
    AGE = "age", _("Age")


class Age(models.TextChoices):
    """How old somebody is on the day, by the year of birth: the age that is reached in that year."""

    UNDER_18 = "0-17", _("Under 18")
    TO_34 = "18-34", _("18–34")
    TO_59 = "35-59", _("35–59")
    FROM_60 = "60", _("60 and over")

    @classmethod
    def of(cls, born: int | None, year: int) -> str:
        """In completed years at the end of that year. Empty where the year of birth is not given."""
        if born is None:
            return NOT_GIVEN
        years = year - born
        return cls.UNDER_18 if years < 18 else cls.TO_34 if years < 35 else cls.TO_59 if years < 60 else cls.FROM_60


class Measure(models.TextChoices):
    """What a cell has: distinct people, the sum of amounts (consultations, minutes), distinct placements."""

    PEOPLE = "people", _("People")
    AMOUNT = "amount", pgettext_lazy("figure", "How many")
    PLACES = "places", _("Placements")


PLACE_OF = {Measure.PEOPLE: 0, Measure.AMOUNT: 1, Measure.PLACES: 2}  # in a cell


class Figure(models.TextChoices):
    """The numbers that have a name."""

    CONSULTATIONS = "consultations", _("Consultations held")
    PEOPLE = "people", _("People consulted")
    INTERNSHIPS = "internships", _("Internships")
    INTERNS = "interns", _("Interns")
    HOURS = "hours", _("Confirmed hours")
    TRAINED = "trained", _("People trained")

    @property
    def fact(self) -> Fact:
        return COUNTED[self].fact

    @property
    def measure(self) -> Measure:
        return COUNTED[self].measure

    @property
    def means(self) -> str:
        return str(COUNTED[self].means)


@dataclass(frozen=True)
class _Counted:
    fact: Fact
    measure: Measure
    means: object


COUNTED = {
    Figure.CONSULTATIONS: _Counted(
        Fact.CONSULTATIONS, Measure.AMOUNT, _("Only what was written down as held. Ten with one person are ten.")
    ),
    Figure.PEOPLE: _Counted(
        Fact.CONSULTATIONS, Measure.PEOPLE, _("Everybody once, however often they came, with an account or without one.")
    ),
    Figure.INTERNSHIPS: _Counted(Fact.PRACTICE, Measure.PLACES, _("Placements in which at least one day of practice is confirmed.")),
    Figure.INTERNS: _Counted(Fact.PRACTICE, Measure.PEOPLE, _("People with at least one confirmed day of practice.")),
    Figure.HOURS: _Counted(Fact.PRACTICE, Measure.AMOUNT, _("Hours of days that a mentor, a supervisor or the host has confirmed.")),
    Figure.TRAINED: _Counted(Fact.TRAINED, Measure.PEOPLE, _("Everybody once, on the day on which the rule was first met.")),
}
FIGURES_OF = {fact: [figure for figure in Figure if COUNTED[figure].fact == fact] for fact in Fact}
