"""Regrades in the back office."""

import pytest
from django.urls import reverse

from courses.quizzes.actions.bank import write_version
from courses.quizzes.models import Attempt, Regrade
from courses.quizzes.tasks import run_regrade
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.courses.quizzes.attempted import attempted, cohort_of, one_of, question_of, quiz_of
from tests.factories import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def question():
    return question_of(one_of(1.0, 0.0, 0.0), "Where?")


@pytest.fixture
def quiz(question):
    quiz = quiz_of(question)
    cohort = cohort_of(quiz)
    for name, answer, fraction in [("Hanna", "a", 1.0), ("Petro", "b", 0.0), ("Olena", "c", 0.0)]:
        enrolment = EnrolmentFactory(cohort=cohort, learner=UserFactory(name=name))
        attempted(quiz, [(question, {"choice": answer}, fraction)], enrolment=enrolment)
    write_version(question=question, definition=one_of(0.0, 1.0), language="en", translations={})
    return quiz


@pytest.fixture
def office(client, quiz):
    return signed_in(client, Role.COORDINATOR, quiz.lesson.course)


def signed_in(client, role, where=None):
    person = UserFactory(language="en")
    grant_role(person=person, role=role, where=where)
    client.force_login(person)
    return client


def started(client, quiz) -> Regrade:
    client.post(reverse("quiz_regrades", args=[quiz.pk]))
    return Regrade.objects.latest("pk")


def test_from_the_changed_question_to_the_changed_marks(office, quiz):
    # given what has changed is said
    listed = office.get(reverse("quiz_regrades", args=[quiz.pk])).text
    assert "Where?" in listed
    assert "Start a dry run over 3 attempts" in listed

    # when a dry run is started, it says how far it is, and then who gains and who loses
    regrade = started(office, quiz)
    address = reverse("quiz_regrade", args=[quiz.pk, regrade.pk])
    assert "0 of 3 attempts looked at." in office.get(address).text
    run_regrade(regrade_id=regrade.pk)
    assert office.get(reverse("quiz_regrade_progress", args=[quiz.pk, regrade.pk])).json() == {
        "state": "counted", "words": "3 of 3 attempts looked at.", "done": 3, "total": 3,
    }  # fmt: skip
    shown = office.get(address)
    assert [(row["learner"], row["old"], row["new"], row["difference"]) for row in shown.context["rows"]] == [
        ("Hanna", "1", "0", "−1"),
        ("Petro", "0", "1", "+1"),
        ("Olena", "0", "0", "the same"),
    ]
    assert [(one.name, one.versions, one.gains, one.loses, one.lost) for one in shown.context["questions"]] == [
        ("Where?", "1 → 2", 1, 1, {"c"})
    ]
    assert "a choice that is gone counts as not chosen: c" in shown.text

    # then it is applied, once somebody says that they have looked
    decide = reverse("decide_quiz_regrade", args=[quiz.pk, regrade.pk])
    assert "Tick the box first" in office.post(decide, {"apply": ""}, follow=True).text
    assert list(Attempt.objects.order_by("pk").values_list("marks", flat=True)) == [1.0, 0.0, 0.0]
    office.post(decide, {"apply": "", "sure": "1"})
    run_regrade(regrade_id=regrade.pk)
    assert list(Attempt.objects.order_by("pk").values_list("marks", flat=True)) == [0.0, 1.0, 0.0]
    assert "Apply it" not in office.get(address).text
    assert "not waiting to be applied any longer" in office.post(decide, {"apply": "", "sure": "1"}, follow=True).text


def test_a_dry_run_can_be_dropped(office, quiz):
    regrade = started(office, quiz)
    run_regrade(regrade_id=regrade.pk)

    office.post(reverse("decide_quiz_regrade", args=[quiz.pk, regrade.pk]), {"drop": ""})

    regrade.refresh_from_db()
    assert regrade.state == "dropped"


def test_an_editor_who_corrected_the_key_regrades_and_reads_no_names(client, quiz):
    signed_in(client, Role.EDITOR, quiz.lesson.course)
    regrade = started(client, quiz)
    run_regrade(regrade_id=regrade.pk)

    shown = client.get(reverse("quiz_regrade", args=[quiz.pk, regrade.pk]))

    enrolments = Attempt.objects.order_by("pk").values_list("enrolment", flat=True)
    assert [row["learner"] for row in shown.context["rows"]] == [f"Learner {pk}" for pk in enrolments]
    assert "Hanna" not in shown.text


@pytest.mark.parametrize("role", [Role.MENTOR, Role.LEARNER, Role.SUPERVISOR])
def test_others_regrade_nothing(client, office, quiz, role):
    regrade = started(office, quiz)
    signed_in(client, role, quiz.lesson.course)

    answers = [client.post(reverse("quiz_regrades", args=[quiz.pk]))]
    answers += [client.get(reverse(name, args=[quiz.pk, regrade.pk])) for name in ("quiz_regrade", "quiz_regrade_progress")]
    answers += [client.post(reverse("decide_quiz_regrade", args=[quiz.pk, regrade.pk]), {"drop": ""})]

    assert {answer.status_code for answer in answers} <= {302, 404}
    assert [(one.pk, one.state) for one in Regrade.objects.all()] == [(regrade.pk, "counting")]


def test_a_coordinator_of_one_cohort_regrades_no_other(client, office, quiz):
    regrade = started(office, quiz)
    signed_in(client, Role.COORDINATOR, cohort_of(quiz))

    assert client.get(reverse("quiz_regrades", args=[quiz.pk])).status_code == 404
    assert client.get(reverse("quiz_regrade", args=[quiz.pk, regrade.pk])).status_code == 404
    assert "Grade again" not in client.get(reverse("quiz_statistics", args=[quiz.pk])).text


def test_a_regrade_of_another_quiz_is_not_there(office, quiz, question):
    other = Regrade.objects.create(quiz=quiz_of(question), created_by=UserFactory())

    assert office.get(reverse("quiz_regrade", args=[quiz.pk, other.pk])).status_code == 404
    assert office.post(reverse("decide_quiz_regrade", args=[quiz.pk, other.pk]), {"drop": ""}).status_code == 404
