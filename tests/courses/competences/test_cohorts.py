"""The change of a cohort, in plain words and as a file."""

import pytest
from django.urls import reverse

from courses.competences.bootstrap import Interval
from courses.competences.change import change_in, change_words
from courses.enrolment.models import Enrolment
from lms.accounts.models import Role
from tests.factories import CohortFactory
from tests.factories.competences import competence, enrolled, lesson, said
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db
PAIRS = [(1, 3), (2, 3), (2, 4), (3, 4), (1, 2), (2, 2)]


@pytest.fixture
def cohort():
    place = lesson()
    one = competence(lesson=place)
    made = CohortFactory(course=place.course, name="Spring")
    for before, after in PAIRS:
        said(enrolled(place, cohort=made), one, before=before, after=after)
    said(enrolled(place, cohort=made), one, before=5)  # never looked back
    said(enrolled(place, cohort=made, state=Enrolment.State.ACTIVE), one, looking_back=1, after=4)
    return made


def test_only_who_answered_both_is_counted(cohort):
    [row] = change_in(cohort, "en")

    assert sorted(row.from_before.pairs) == sorted(PAIRS)
    assert row.from_looking_back.pairs == ((1, 4),)
    assert row.from_before.means == (11 / 6, 18 / 6)
    assert row.from_before.words == "Between 0.7 and 1.7 points more. 6 of 8 learners answered both."
    assert row.from_looking_back.words == "Too few to say: it takes 5 who answered both. 1 of 8 learners answered both."


def test_who_was_taken_out_is_not_counted(cohort):
    Enrolment.objects.filter(cohort=cohort).update(state=Enrolment.State.REMOVED)

    [row] = change_in(cohort, "en")

    assert (row.from_before.pairs, row.from_before.learners) == ((), 0)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.4, 1.1, "Between 0.4 and 1.1 points more."),
        (-1.1, -0.4, "Between 0.4 and 1.1 points less."),
        (-0.2, 0.5, "Not sure: between 0.2 points less and 0.5 points more."),
        (0.0, 0.5, "Not sure: between 0.0 points less and 0.5 points more."),
        (0.02, -0.04, "No change."),
        (1.0, 1.0, "1.0 points more."),
        (-1.0, -1.0, "1.0 points less."),
    ],
)
def test_the_interval_in_plain_words(low, high, words):
    assert change_words(Interval((low + high) / 2, low, high)) == words


def test_the_page_and_the_file_say_the_same(cohort, client):
    client.force_login(mentor(cohort, role=Role.COORDINATOR))

    page = client.get(reverse("competence_cohort", args=[cohort.pk])).text
    file = client.get(reverse("competence_cohort_file", args=[cohort.pk]))

    assert "Between 0.7 and 1.7 points more." in page
    assert "On average from 1.8 to 3.0." in page
    assert page.count("/mentor/learners/") == 8
    assert "Asking people,8,6,1.83,3.00,1.17,0.67,1.67,1,1.00,4.00,3.00,," in file.content.decode("utf-8-sig")
    assert file["Content-Type"].startswith("text/csv")


def test_the_list_names_cohorts_whose_course_asks(cohort, client):
    person = mentor(role=Role.COORDINATOR)
    other = CohortFactory(name="Autumn")
    client.force_login(person)

    page = client.get(reverse("competence_cohorts")).text

    assert "Spring" in page
    assert other.name not in page


def test_nobody_of_another_cohort_sees_it(cohort, client):
    client.force_login(mentor(CohortFactory(course=cohort.course, name="Autumn"), role=Role.COORDINATOR))

    assert {client.get(reverse(name, args=[cohort.pk])).status_code for name in ("competence_cohort", "competence_cohort_file")} == {404}
    assert cohort.name not in client.get(reverse("competence_cohorts")).text


def test_a_large_cohort_takes_as_many_queries_as_a_small_one(cohort, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        change_in(cohort, "en")
