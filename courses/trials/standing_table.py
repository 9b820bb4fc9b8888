"""How the mentors of a cohort stand with their trial reviews, as coordinators and supervisors see it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.enrolment.models import Cohort
from courses.mentorship.readiness import where
from courses.mentorship.room import people_with
from lms.accounts.models import Role, User

from .condition import standing
from .gate import unmet
from .models import TrialReview, TrialWaiver


@dataclass(frozen=True)
class Row:
    """`trials`: what they sent, where it is the reader's to read."""

    person: User
    standing: str
    trials: list[TrialReview]
    waiver: TrialWaiver | None
    may_waive: bool


@dataclass(frozen=True)
class Part:
    cohort: Cohort
    rows: list[Row]
    is_supervised: bool


def part_of(cohort: Cohort, reader: User, *, is_supervised: bool) -> Part:
    """The same number of queries however many mentors it has. `is_supervised`: by the reader, who reads the trials then and may waive those
    of others."""
    people = list(people_with(Role.MENTOR, cohort).order_by("name", "pk"))
    here = where(cohort)
    said = standing(people, here) if people else {}
    held_back = {person for person, _place in unmet(people, [here])} if is_supervised else set()
    trials, waivers = _sent(people, cohort) if is_supervised else {}, _waivers(people, cohort)
    rows = [
        Row(
            person=person,
            standing=said.get(person.pk) or _("Nothing to do first: a mentor here already, or no examples in their languages."),
            trials=trials.get(person.pk, []),
            waiver=waivers.get(person.pk),
            may_waive=person.pk in held_back and person.pk != reader.pk,
        )
        for person in people
    ]
    return Part(cohort, rows, is_supervised)


def _sent(people: list[User], cohort: Cohort) -> dict[int, list[TrialReview]]:
    found: dict[int, list[TrialReview]] = {}
    trials = TrialReview.objects.sent().filter(reviewer__in=people, example__course=cohort.course_id).select_related("version")
    for one in trials.order_by("sent_at"):
        found.setdefault(one.reviewer_id, []).append(one)
    return found


def _waivers(people: list[User], cohort: Cohort) -> dict[int, TrialWaiver]:
    return {one.person_id: one for one in TrialWaiver.objects.filter(course=cohort.course_id, person__in=people).select_related("by")}
