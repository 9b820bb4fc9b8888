"""Statistics in the back office."""

import csv
import io

import pytest
from django.urls import reverse

from courses.quizzes.engine.definition import Essay
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.courses.quizzes.attempted import attempted, cohort_of, one_of, question_of, quiz_of
from tests.factories import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db
RIGHT, WRONG = ({"choice": "a"}, 1.0), ({"choice": "b"}, 0.0)
PAGES = ["quiz_statistics", "quiz_statistics_csv", "quiz_choices_csv"]


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def questions():
    return [question_of(one_of(1.0, 0.0, 0.0), name) for name in ["=cmd()", "Where?"]]


@pytest.fixture
def quiz(questions):
    return quiz_of(*questions)


@pytest.fixture
def cohort(quiz, questions):
    cohort = cohort_of(quiz, name="Spring")
    for number, marks in enumerate([(RIGHT, RIGHT), (RIGHT, WRONG), (WRONG, WRONG)]):
        enrolment = EnrolmentFactory(cohort=cohort, learner=UserFactory(name=f"Olena {number}"))
        attempted(quiz, [(question, *mark) for question, mark in zip(questions, marks, strict=True)], enrolment=enrolment)
    return cohort


def signed_in(client, role, where=None):
    person = UserFactory(language="en")
    grant_role(person=person, role=role, where=where)
    client.force_login(person)
    return person


def read(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_a_coordinator_sees_the_figures_and_nobodys_name(client, quiz, cohort, questions):
    signed_in(client, Role.COORDINATOR, cohort)

    listed = client.get(reverse("quiz_reports")).text
    page = client.get(reverse("quiz_statistics", args=[quiz.pk])).text
    drilled = client.get(reverse("quiz_question_statistics", args=[quiz.pk, questions[0].pk])).text

    assert "What have you learnt?" in listed
    assert "There are 3 attempts so far." in page
    assert page.count("report-dot__label") == 2
    assert "Effective choices: 2 of 3" in drilled
    assert "Olena" not in listed + page + drilled


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_whoever_watches_the_course_sees_all_of_it(client, quiz, cohort, role):
    signed_in(client, role, quiz.lesson.course)

    answer = client.get(reverse("quiz_statistics", args=[quiz.pk]))

    assert answer.status_code == 200


def test_a_cohort_of_others_is_not_counted(client, quiz, cohort, questions):
    mine = cohort_of(quiz, name="Autumn")
    attempted(quiz, [(question, *WRONG) for question in questions], cohort=mine)
    signed_in(client, Role.COORDINATOR, mine)

    answer = client.get(reverse("quiz_statistics", args=[quiz.pk]))

    assert (answer.context["figures"].attempts, answer.context["figures"].mean) == (1, 0.0)
    asked = client.get(reverse("quiz_statistics", args=[quiz.pk]), {"cohort": cohort.pk})
    assert asked.context["figures"].attempts == 1


def test_one_of_several_cohorts_can_be_looked_at(client, quiz, cohort, questions):
    other = cohort_of(quiz, name="Autumn")
    attempted(quiz, [(question, *WRONG) for question in questions], cohort=other)
    signed_in(client, Role.ADMINISTRATOR)

    everything = client.get(reverse("quiz_statistics", args=[quiz.pk]), {"which": "all"})
    one = client.get(reverse("quiz_statistics", args=[quiz.pk]), {"cohort": other.pk, "which": "nonsense"})

    assert (everything.context["figures"].attempts, one.context["figures"].attempts, one.context["which"]) == (4, 1, "first")


def test_a_quiz_of_others_is_not_there(client, quiz, cohort, questions):
    signed_in(client, Role.COORDINATOR, cohort_of(quiz_of(*questions)))

    assert [client.get(reverse(name, args=[quiz.pk])).status_code for name in PAGES] == [404, 404, 404]
    assert client.get(reverse("quiz_question_statistics", args=[quiz.pk, questions[0].pk])).status_code == 404
    assert quiz.pk not in [row["url"] for row in client.get(reverse("quiz_reports")).context["quizzes"]]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.MENTOR])
def test_who_only_learns_or_mentors_sees_no_figures(client, quiz, cohort, role):
    signed_in(client, role, cohort)

    assert {client.get(reverse(name, args=[quiz.pk])).status_code for name in PAGES} == {302}
    assert client.get(reverse("quiz_reports")).status_code == 302


def test_a_question_that_the_quiz_never_asked_is_not_there(client, quiz, cohort):
    signed_in(client, Role.ADMINISTRATOR)

    assert client.get(reverse("quiz_question_statistics", args=[quiz.pk, 999_999])).status_code == 404


def test_the_table_can_be_read_back(client, quiz, cohort):
    signed_in(client, Role.COORDINATOR, cohort)

    response = client.get(reverse("quiz_statistics_csv", args=[quiz.pk]))
    rows = read(response)

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"].startswith("attachment")
    assert rows[:3] == [["Attempts", "3"], ["Mean, %", "50.00"], ["Median, %", "50.00"]]
    assert rows[9] == []
    # 2 of 3 right; √(1/3) of a mark; 1 of 3; a half; r(1 1 0, 1 0 0) = 0.5 — and no spreadsheet calculates the name
    assert rows[11][:8] == ["1", "'=cmd()", "multichoice", "3", "66.67", "57.74", "33.33", "50.00"]
    assert rows[11][9:11] == ["50.00", "100.00"]


def test_the_choices_can_be_read_back(client, quiz, cohort):
    signed_in(client, Role.COORDINATOR, cohort)

    rows = read(client.get(reverse("quiz_choices_csv", args=[quiz.pk])))

    # a was taken by those with 100 and 50, b by the one with 0
    assert [row[1:10] for row in rows[1:4]] == [
        ["'=cmd()", "1", "", "Choice a", "100.00", "2", "3", "66.67", "75.00"],
        ["'=cmd()", "1", "", "Choice b", "0.00", "1", "3", "33.33", "0.00"],
        ["'=cmd()", "1", "", "Choice c", "0.00", "0", "3", "0.00", ""],
    ]


def test_a_quiz_that_nobody_took_says_so(client, quiz):
    signed_in(client, Role.EDITOR, quiz.lesson.course)

    page = client.get(reverse("quiz_statistics", args=[quiz.pk])).text

    assert "Nobody has finished an attempt yet." in page
    assert "Grade again" in page


def test_what_waits_for_a_person_is_counted_within_the_scope_and_the_chosen_cohort(client, quiz, cohort):
    essay = question_of(Essay(text="Why?"), "Why?")
    waits = quiz_of(essay)
    mine, other = cohort_of(waits, name="Mine"), cohort_of(waits, name="Other")
    for where in (mine, mine, other):
        attempted(waits, [(essay, {"text": "Because."}, None)], cohort=where)
    attempted(waits, [(essay, {"text": "Practice."}, None)], cohort=mine, is_unofficial=True)
    url = reverse("quiz_statistics", args=[waits.pk])

    signed_in(client, Role.SUPERVISOR, waits.lesson.course)
    assert "3 attempts wait for a person to grade an answer." in client.get(url).text
    assert "1 attempt waits for a person" in client.get(url, {"cohort": other.pk}).text
    signed_in(client, Role.COORDINATOR, mine)
    assert "2 attempts wait" in client.get(url).text
    signed_in(client, Role.COORDINATOR, cohort)
    assert "for a person to grade" not in client.get(reverse("quiz_statistics", args=[quiz.pk])).text
