import pytest

from courses.enrolment.models import Cohort
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import CohortFactory, CourseFactory, CourseVersionFactory, EnrolmentFactory, UserFactory
from tests.factories.consultations import slot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def mine():
    return CohortFactory(course=CourseVersionFactory().of, name="Mine")


@pytest.fixture
def coordinator(client, mine):
    person = UserFactory(language="en")
    grant_role(person=person, role=Role.COORDINATOR, where=mine.course)
    client.force_login(person)
    return client


def filled(cohort_course, **values):
    return {"course": cohort_course.pk, "name": "Spring 2027", "policy": "open", "join_code": "", "time_zone": "Europe/Kyiv", **values}


def test_a_coordinator_sees_the_cohorts_of_their_course_and_no_others(coordinator, mine):
    CohortFactory(course=CourseVersionFactory(of=CourseFactory()).of, name="Somebody else's")

    text = coordinator.get("/admin/cohorts/").text

    assert ("Mine" in text, "Somebody else" in text) == (True, False)


def test_a_coordinator_makes_a_cohort_with_a_code(coordinator, mine):
    assert coordinator.get("/admin/cohorts/new/").status_code == 200

    coordinator.post("/admin/cohorts/new/", filled(mine.course, policy="join_code", join_code="vil-lage 7", seats="20"))

    cohort = Cohort.objects.get(name="Spring 2027")
    assert (cohort.join_code, cohort.seats, cohort.policy) == ("VILLAGE7", 20, "join_code")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"policy": "join_code"}, "Nobody can join by a code that is empty."),
        ({"join_code": "ДЕР*"}, "Use letters and digits only."),
        ({"join_code": "taken"}, "Another cohort already has this code."),
        ({"starts_on": "2027-03-01", "ends_on": "2027-02-01"}, "This is earlier than the beginning."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(coordinator, mine, values, words):
    CohortFactory(course=mine.course, join_code="TAKEN")

    answer = coordinator.post("/admin/cohorts/new/", filled(mine.course, **values))

    assert words in answer.text
    assert not Cohort.objects.filter(name="Spring 2027").exists()


def test_places_taken_cannot_be_taken_away(coordinator, mine):
    Cohort.objects.filter(pk=mine.pk).update(seats=5, seats_taken=3)

    answer = coordinator.post(f"/admin/cohorts/edit/{mine.pk}/", filled(mine.course, seats="2"))

    assert "3 places are taken already." in answer.text


def test_a_course_of_others_cannot_be_chosen(coordinator):
    other = CourseVersionFactory(of=CourseFactory()).of

    coordinator.post("/admin/cohorts/new/", filled(other))

    assert not Cohort.objects.filter(course=other).exists()


def test_a_cohort_is_not_given_to_an_organisation_of_others(coordinator, mine):
    other = Organisation.objects.create(name="Others", slug="others")

    coordinator.post("/admin/cohorts/new/", filled(mine.course, owner=other.pk))

    assert not Cohort.objects.filter(owner=other).exists()


def test_a_cohort_of_others_is_not_there(coordinator):
    other = CohortFactory(course=CourseVersionFactory(of=CourseFactory()).of)

    for path in (f"/admin/cohorts/edit/{other.pk}/", f"/admin/cohorts/delete/{other.pk}/"):
        assert coordinator.get(path).status_code in (302, 404)
        coordinator.post(path, filled(other.course))
    other.refresh_from_db()
    assert other.name == "Spring"


def test_a_cohort_that_somebody_enrolled_in_is_not_deleted(coordinator, mine):
    EnrolmentFactory(cohort=mine)

    coordinator.post(f"/admin/cohorts/delete/{mine.pk}/")

    assert Cohort.objects.filter(pk=mine.pk).exists()


def test_a_cohort_that_times_were_offered_to_is_not_deleted(coordinator, mine):
    slot(mine)

    answer = coordinator.post(f"/admin/cohorts/delete/{mine.pk}/", follow=True)

    assert "has people or meetings, so it stays" in answer.text
    assert Cohort.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.EDITOR])
def test_who_is_not_a_coordinator_makes_no_cohorts(client, mine, role):
    person = UserFactory()
    if role:
        grant_role(person=person, role=role)
    client.force_login(person)

    assert client.get("/admin/cohorts/new/").status_code == 302
    client.post("/admin/cohorts/new/", filled(mine.course))
    assert not Cohort.objects.filter(name="Spring 2027").exists()


@pytest.mark.parametrize(
    ("chosen", "zone", "country"),
    [
        ("by time zone", "Europe/Prague", "CZ"),
        ("by time zone", "Europe/Berlin", ""),
        ("BG", "Europe/Prague", "BG"),
        ("", "Europe/Prague", ""),
    ],
)
def test_a_cohort_keeps_the_holidays_of_its_time_zones_country_unless_told_otherwise(coordinator, mine, chosen, zone, country):
    coordinator.post("/admin/cohorts/new/", filled(mine.course, country=chosen, time_zone=zone))

    assert Cohort.objects.get(name="Spring 2027").country == country


def test_the_holidays_of_the_time_zone_are_offered_first(coordinator, mine):
    form = coordinator.get("/admin/cohorts/new/").context["form"]

    assert form["country"].value() == "by time zone"
    assert coordinator.get(f"/admin/cohorts/edit/{mine.pk}/").context["form"]["country"].value() == mine.country
