"""What the first group says of its competences: before, looking back, after. Most have come further, some no further, a few say less."""

from courses.competences.asked import asked_in
from courses.competences.models import Moment, SelfAssessment
from courses.enrolment.models import Cohort

from .people import Learner
from .year import Year, add, clock

ANSWERED = 0.85  # of those who completed


def load_growth(year: Year, *, cohort: Cohort, learners: list[Learner]) -> None:
    asked = [one.id for one in asked_in(cohort.course, cohort.course.source_language)]
    rows = []
    for one in learners:
        if one.enrolment.cohort == cohort and one.fate == "completed" and year.lot.random() < ANSWERED:
            for place, competence in enumerate(asked):
                rows += _of(year, one, competence, place)
    add(rows)


def _of(year: Year, one: Learner, competence: int, place: int) -> list[SelfAssessment]:
    """In the later lessons people come further; looking back many see that they knew less than they thought."""
    lot = year.lot
    before = lot.choices((1, 2, 3, 4), (3, 5, 3, 1))[0]
    after = min(max(before + lot.choices((-1, 0, 1, 2), (1, 4, 6, 2 + place // 2))[0], 1), 5)
    back = max(before - lot.choices((0, 1), (3, 2))[0], 1)
    said = {Moment.BEFORE: (before, clock(one.begun, 19)), Moment.AFTER: (after, clock(one.until, 21))}
    if lot.random() < 0.8:
        said[Moment.LOOKING_BACK] = (back, clock(one.until, 21))
    return [
        SelfAssessment(enrolment=one.enrolment, competence_id=competence, moment=moment, level=level, chosen_at=at)
        for moment, (level, at) in said.items()
    ]
