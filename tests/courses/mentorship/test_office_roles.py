"""Who gets in where: every page about mentors in the back office, and a mentor's own figures, for everybody."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.mentorship.actions.answering import ask_for_another_mentor, report
from courses.mentorship.figures.names import Figure
from courses.mentorship.models import Bar
from lms.accounts.models import Role
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, paired, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
KEEPING = {"pairing_cohorts", "pairing", "pairing_proposal", "conflicts", "lift_conflict", "pair_learner", "mentor_profile"}
FIGURES = {"review_figures", "review_figures_file", "review_figure", "review_figure_file"}
WATCHING = {"mentor_requests", "mentor_request", "review_report"} | FIGURES
LISTS = {"pairing_cohorts", "mentor_requests"} | FIGURES
OWN = ["mentor_figures", "mentor_figures_file", "mentor_figure", "mentor_figure_file"]


@pytest.fixture
def made():
    return submission()


@pytest.fixture
def paths(made):
    cohort = made.enrolment.cohort
    person = mentor(cohort)
    paired(made.enrolment, person)
    told = report(review=reviewed(task_of(handed_in(made)), person), text="Rude.")
    asked = ask_for_another_mentor(submission=made, reason="x")
    row = Bar.objects.create(mentor=mentor(cohort), learner=made.enrolment.learner)
    parts = {
        "pairing": [cohort.pk], "pairing_proposal": [cohort.pk], "conflicts": [cohort.pk], "lift_conflict": [cohort.pk, row.pk],
        "pair_learner": [made.enrolment.pk], "mentor_profile": [person.pk], "mentor_request": [asked.pk], "review_report": [told.pk],
        "review_figures_file": ["csv"], "review_figure": ["waiting"], "review_figure_file": ["waiting", "xlsx"],
    }  # fmt: skip
    return {name: reverse(name, args=parts.get(name, [])) for name in KEEPING | WATCHING}


def opened(client, paths):
    return {name for name, path in paths.items() if client.get(path).status_code == 200}


def test_a_stranger_is_asked_to_sign_in(client, paths):
    assert {client.get(path).status_code for path in paths.values()} == {302}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.LEARNER, set()),
        (Role.MENTOR, set()),
        (Role.EDITOR, set()),
        (Role.SUPERVISOR, WATCHING),
        (Role.COORDINATOR, KEEPING | WATCHING),
        (Role.ADMINISTRATOR, KEEPING | WATCHING),
    ],
)
def test_each_role_opens_what_it_is_for(client, made, paths, role, allowed):
    client.force_login(mentor(made.enrolment.cohort, role=role))

    assert opened(client, paths) == allowed


def test_a_coordinator_of_another_cohort_finds_nothing_of_this_one(client, made, paths):
    client.force_login(mentor(CohortFactory(course=made.enrolment.cohort.course), role=Role.COORDINATOR))

    assert opened(client, paths) == LISTS
    assert str(made.enrolment.learner) not in client.get(paths["mentor_requests"]).text


def test_nothing_is_written_for_whom_it_is_not(client, made, paths):
    client.force_login(mentor(CohortFactory(), role=Role.COORDINATOR))

    sent = {"answer": "x", "reason": "x", "mentor": "none", "accept": 1}

    answers = {client.post(path, sent).status_code for name, path in paths.items() if name not in LISTS | {"pairing"}}

    assert answers == {404}
    assert Bar.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.MENTOR, 200), (Role.SUPERVISOR, 200), (Role.COORDINATOR, 404), (Role.LEARNER, 404)])
def test_own_figures_are_for_those_who_read(client, made, role, status):
    client.force_login(mentor(made.enrolment.cohort, role=role))
    parts = [[], ["csv"], ["silent"], ["silent", "csv"]]

    assert {client.get(reverse(name, args=part)).status_code for name, part in zip(OWN, parts, strict=True)} == {status}


def test_own_figures_ask_a_stranger_to_sign_in(client):
    assert client.get(reverse("mentor_figures")).status_code == 302


def test_a_mentor_sees_nobody_elses_learners(client, made):
    other = mentor(made.enrolment.cohort)
    paired(made.enrolment, mentor(made.enrolment.cohort))
    handed_in(made)
    client.force_login(other)

    texts = [client.get(reverse("mentor_figure", args=[name])).text for name in Figure.values]

    assert not [text for text in texts if str(made.enrolment.learner) in text]


@pytest.mark.parametrize("path", ["/admin/mentors/figures/nonsense/", "/admin/mentors/figures/figures.pdf"])
def test_what_is_not_a_figure_is_not_there(client, path):
    client.force_login(mentor(None, role=Role.ADMINISTRATOR))

    assert client.get(path).status_code == 404


def test_nobody_is_let_in_by_a_group_alone(client, paths):
    person = UserFactory()
    person.groups.add(Group.objects.get(name="Supervisor"))
    client.force_login(person)

    assert opened(client, paths) == set()
