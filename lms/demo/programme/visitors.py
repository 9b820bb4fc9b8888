"""People without an account who came to the programme's mentors; two of them have an account by now."""

from datetime import date, timedelta

from courses.consultations.models import Visitor
from courses.enrolment.models import Cohort
from lms.accounts.models import Sex

from . import words
from .people import INTAKES, Learner
from .year import Staff, Year, add, clock

VISITORS, TIED = 38, 2


def load_visitors(year: Year, *, cohorts: list[Cohort], learners: list[Learner], staff: Staff) -> list[tuple[Visitor, date]]:
    """Each visit: who came on which day."""
    visits: list[tuple[Visitor, date]] = []
    seen: list[Visitor] = []
    for _number in range(VISITORS):
        visitor, days = _visitor(year, cohorts, staff)
        seen.append(visitor)
        visits += [(visitor, day) for day in days]
    later = [one for one in learners if one.fate == "completed" and one.enrolment.cohort == cohorts[1]]
    early = [visitor for visitor in seen if visitor.cohort == cohorts[0]][:TIED]
    for visitor, one in zip(early, later, strict=False):
        visitor.name, visitor.account = one.person.name, one.person
    add(seen, stamped="made_at")
    return visits


def _visitor(year: Year, cohorts: list[Cohort], staff: Staff) -> tuple[Visitor, list[date]]:
    lot = year.lot
    place = lot.choice(range(len(cohorts)))
    days, weights = year.working_days(INTAKES[place].begins - 5, max(INTAKES[place].ends, 2))
    came = sorted(set(lot.choices(days, weights, k=lot.choice((1, 1, 1, 2, 3)))))
    visitor = Visitor(cohort=cohorts[place], name=f"{lot.choice(words.WOMEN)} {lot.choice(words.PATRONYMICS)}")
    visitor.sex = Sex.FEMALE if lot.random() < 0.85 else ""
    visitor.born = year.today.year - lot.randint(45, 83) if lot.random() < 0.6 else None
    visitor.district = lot.choice(words.DISTRICTS) if lot.random() < 0.8 else ""
    visitor.made_by = lot.choice(staff.mentors)
    visitor.made_at = clock(came[0] - timedelta(days=1), 12)
    return visitor, came
