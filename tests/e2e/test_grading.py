"""A mentor grades on a phone, and a coordinator looks at figures."""

import pytest
from playwright.sync_api import expect

from courses.quizzes.engine.definition import Essay
from courses.quizzes.models import Attempt, GradeDraft
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.courses.quizzes.attempted import attempted, cohort_of, one_of, question_of, quiz_of
from tests.factories import PASSWORD, EnrolmentFactory, UserFactory
from tests.support.browser import accessibility_problems

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Two hundred people live here, most of them older than sixty. In winter the bus comes twice a week.\n\nWe count them every spring."


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def sign_in(page, live_server, role, where):
    person = UserFactory(language="en", name="Mentor One")
    grant_role(person=person, role=role, where=where)
    page.goto(f"{live_server.url}/en/account/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/my/**")


def test_given_an_essay_waits_when_a_mentor_grades_it_then_what_is_typed_is_kept_on_the_way(page, live_server):
    essay = question_of(Essay(text="Who lives in **your** village?", grader_info="Look for numbers and sources.", min_words=10))
    quiz = quiz_of(essay, marks=4.0)
    cohort = cohort_of(quiz)
    enrolment = EnrolmentFactory(cohort=cohort, learner=UserFactory(name="Petro Koval"))
    attempted(quiz, [(essay, {"text": WORDS}, None)], enrolment=enrolment, most=4.0)
    sign_in(page, live_server, Role.MENTOR, cohort)

    page.get_by_role("link", name="Mentor's desk").click()
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Look for numbers and sources.")).to_be_visible()
    assert accessibility_problems(page) == []
    page.get_by_label("Marks out of 4").fill("3,5")
    page.get_by_label("Comment").fill("You say where the numbers come from.")
    expect(page.get_by_text("Draft kept at")).to_be_visible()
    assert GradeDraft.objects.get().comment == "You say where the numbers come from."
    page.get_by_role("button", name="Give these marks").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()

    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.marks) == ("finished", 3.5)


def test_given_attempts_when_a_coordinator_opens_their_figures_then_nothing_bars_the_way(page, live_server):
    questions = [question_of(one_of(1.0, 0.0, 0.0, text=f"Question {number}?"), f"Question {number}") for number in range(3)]
    quiz = quiz_of(*questions)
    cohort = cohort_of(quiz)
    for marks in ["111", "111", "110", "100", "000"]:
        answers = [(q, {"choice": "a" if mark == "1" else "b"}, float(mark)) for q, mark in zip(questions, marks, strict=True)]
        attempted(quiz, answers, cohort=cohort)
    sign_in(page, live_server, Role.COORDINATOR, quiz.lesson.course)

    page.goto(f"{live_server.url}/admin/quizzes/{quiz.pk}/")
    expect(page.get_by_role("heading", name="Questions", exact=True)).to_be_visible()
    assert [problem for problem in accessibility_problems(page) if "report-" in problem] == []
    page.get_by_role("link", name="Question 1").first.click()
    expect(page.get_by_text("Effective choices: 2 of 3")).to_be_visible()
