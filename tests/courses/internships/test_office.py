"""Placements in the back office."""

from datetime import timedelta

import pytest

from courses.internships.models import Participation, Placement
from courses.internships.rules import today_of
from lms.accounts.models import Role
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories.internships import placement
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db
OFFICE = "/admin/placements/"


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def coordinator(cohort, sign_in):
    return sign_in(mentor(cohort, Role.COORDINATOR))


def filled(cohort, person, **fields):
    return {
        "cohort": cohort.pk,
        "host": "Village library",
        "place": "Verkhovyna",
        "about": "",
        "starts_on": "2026-11-02",
        "ends_on": "2026-11-27",
        "mentor": person.pk,
        "supervisor": "",
        **fields,
    }


def test_a_coordinator_makes_a_placement_and_says_who_takes_part(coordinator, cohort):
    enrolment = EnrolmentFactory(cohort=cohort)

    made = coordinator.post(f"{OFFICE}new/", filled(cohort, mentor(cohort)))
    row = Placement.objects.get()
    assert made["Location"].endswith(f"{OFFICE}{row.pk}/learners/")
    coordinator.post(f"{OFFICE}{row.pk}/learners/", {"learners": [enrolment.pk]})

    assert Participation.objects.get().enrolment == enrolment
    assert "Village library" in coordinator.get(OFFICE).content.decode()


def test_a_mentor_of_nothing_here_a_lesson_of_elsewhere_and_a_wrong_order_are_refused(coordinator, cohort):
    outsider = mentor(CohortFactory())

    page = coordinator.post(f"{OFFICE}new/", filled(cohort, outsider, ends_on="2026-11-01")).content.decode()

    assert ("holds no role in this cohort" in page, "earlier than the beginning" in page) == (True, True)
    assert not Placement.objects.exists()


def test_a_plan_is_written_day_by_day(coordinator, cohort):
    row = placement(cohort=cohort, ends_on=today_of(placement(cohort=cohort)))
    first = row.days[0]

    coordinator.post(f"{OFFICE}{row.pk}/plan/", {f"d{first.isoformat()}": "Meet the readers"})

    assert list(row.plan.values_list("day", "text")) == [(first, "Meet the readers")]
    assert "Meet the readers" in coordinator.get(f"{OFFICE}{row.pk}/plan/").content.decode()


@pytest.mark.parametrize(("what", "state"), [("end", "ended"), ("cancel", "cancelled")])
def test_it_is_ended_or_cancelled_by_hand(coordinator, cohort, what, state):
    row = placement(cohort=cohort)

    coordinator.post(f"{OFFICE}{row.pk}/end/", {"what": what})

    row.refresh_from_db()
    assert row.state(row.starts_on + timedelta(days=1)) == state


def test_the_cohort_stays_and_dates_may_be_moved(coordinator, cohort):
    row = placement(cohort=cohort)

    coordinator.post(f"{OFFICE}edit/{row.pk}/", filled(CohortFactory(), row.mentor, host="Another library"))

    row.refresh_from_db()
    assert (row.host, row.cohort, str(row.starts_on)) == ("Another library", cohort, "2026-11-02")


def test_who_keeps_another_cohort_or_none_sees_nothing(cohort, sign_in):
    row = placement(cohort=cohort)
    pages = [f"{OFFICE}edit/{row.pk}/", f"{OFFICE}{row.pk}/learners/", f"{OFFICE}{row.pk}/plan/", f"{OFFICE}{row.pk}/end/"]
    other, learner = sign_in(mentor(CohortFactory(), Role.COORDINATOR)), sign_in(EnrolmentFactory(cohort=cohort).learner)

    assert {page: other.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    assert all(learner.get(page).status_code in (302, 403, 404) for page in [OFFICE, *pages])
    assert "Village library" not in other.get(OFFICE).content.decode()


def test_a_placement_is_never_deleted(coordinator, cohort):
    row = placement(cohort=cohort)

    coordinator.post(f"{OFFICE}delete/{row.pk}/")

    assert Placement.objects.filter(pk=row.pk).exists()
