"""Every type of question can be answered by keyboard alone and without scripts, and axe finds nothing on any page of a quiz."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from courses.quizzes.actions.attempts import start_attempt
from courses.quizzes.examples import ANSWERS, EXAMPLES
from courses.quizzes.models import Attempt, AttemptQuestion
from tests.factories.quizzes import learner_of, quiz
from tests.support.browser import PATIENCE, accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = [name for name in EXAMPLES if name != "file"]
EXPECTED = {name: {key: part for key, part in ANSWERS[name].items() if key != "files"} for name in NAMES}
EXPECTED["order"] = {"order": ["need", "goal", "money", "report"]}


@pytest.fixture
def attempt(transactional_db):
    of = quiz(*(EXAMPLES[name] for name in NAMES), questions_per_page=0, shuffle_within_questions=False)
    return start_attempt(enrolment=learner_of(of), quiz=of, language="en")


def signed_in(new_context, live_server, attempt, *, scripts):
    client = Client()
    client.force_login(attempt.enrolment.learner)
    context = new_context(base_url=live_server.url, java_script_enabled=scripts)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return context.new_page()


@pytest.fixture
def visit(new_context, live_server, attempt):
    def open_(*, scripts=True):
        page = signed_in(new_context, live_server, attempt, scripts=scripts)
        page.goto(f"/en/my/attempt/{attempt.pk}/page/1/")
        return page

    return open_


def at(attempt, name):
    return f"#q{attempt.questions.get(slot=NAMES.index(name) + 1).pk}"


def answers(attempt):
    values = dict(AttemptQuestion.objects.filter(attempt=attempt).values_list("slot", "value"))
    return {name: values[slot] for slot, name in enumerate(NAMES, start=1)}


def choose(field, words):
    """By keyboard, as lists work everywhere: the first letters of the line."""
    field.focus()
    field.press_sequentially(words)


def test_given_only_a_keyboard_when_every_type_is_answered_then_every_answer_is_saved(visit, attempt):
    page = visit()

    def inside(name):
        return page.locator(at(attempt, name))

    mark = inside("one line").get_by_label("Nothing, it is kind.")
    mark.focus()
    mark.press("Space")
    for words in ("The shop", "The weather"):
        inside("several lines").get_by_label(words).press("Space")
    inside("true or false").get_by_label("True").press("Space")
    letters = {option.inner_text().split(".")[0]: option.inner_text() for option in inside("matching").locator(".pool__word").all()}
    letter_of = {words.split(". ", 1)[-1].strip(): letter for letter, words in letters.items()}
    choose(inside("matching").get_by_label("The path is under snow"), f"{letter_of['The neighbours']}.")
    choose(inside("matching").get_by_label("A form for the pension"), f"{letter_of['The council']}.")
    for place, line in enumerate(["Ask what people need", "Agree on a goal", "Look for the money"]):
        up = inside("order").get_by_role("button", name=re.compile(f"Move “{line}.*” up"))
        for _step in range(3):
            lines = inside("order").locator(".order__text").all_inner_texts()
            if lines[place].startswith(line):
                break
            up.focus()
            up.press("Enter")
            expect(up).to_be_focused()
    inside("words").get_by_label("Your answer").press_sequentially("a helper")
    inside("a number").get_by_label("Your number").press_sequentially("20")
    inside("a number with a unit").get_by_label("Your number").press_sequentially("4000 g")
    inside("gaps").get_by_label("Gap 1").press_sequentially("9")
    inside("gaps").get_by_label("Gap 2").press_sequentially("six")
    choose(inside("gaps").get_by_label("Gap 3"), "Petro")
    inside("gaps").get_by_label("warm and quiet").press("Space")
    for gap, words in enumerate(["the people", "the weather", "last"], start=1):
        choose(inside("words into gaps").get_by_label(f"Gap {gap}"), words)
    inside("essay").get_by_label("Your answer").press_sequentially(ANSWERS["essay"]["text"])
    inside("scale").get_by_label("4").press("Space")

    expect(page.locator('.exercise__state[data-state="saved"]')).to_have_count(len(NAMES) - 1)
    assert answers(attempt) == EXPECTED
    assert inside("order").locator("[data-told]").inner_text().endswith("of 4")
    assert accessibility_problems(page) == []


def test_given_no_scripts_when_every_type_is_answered_then_every_answer_is_saved_and_handed_in(visit, attempt):
    page = visit(scripts=False)

    def inside(name):
        return page.locator(at(attempt, name))

    inside("one line").get_by_label("Nothing, it is kind.").check()
    for words in ("The shop", "The weather"):
        inside("several lines").get_by_label(words).check()
    inside("true or false").get_by_label("True").check()
    inside("matching").get_by_label("The path is under snow").select_option("neighbours")
    inside("matching").get_by_label("A form for the pension").select_option("council")
    inside("words").get_by_label("Your answer").fill("a helper")
    inside("a number").get_by_label("Your number").fill("20")
    inside("a number with a unit").get_by_label("Your number").fill("4000 g")
    inside("gaps").get_by_label("Gap 1").fill("9")
    inside("gaps").get_by_label("Gap 2").fill("six")
    inside("gaps").get_by_label("Gap 3").select_option("petro")
    inside("gaps").get_by_label("warm and quiet").check()
    for gap, words in enumerate(["people", "weather", "last"], start=1):
        inside("words into gaps").get_by_label(f"Gap {gap}").select_option(words)
    inside("essay").get_by_label("Your answer").fill(ANSWERS["essay"]["text"])
    inside("scale").get_by_label("4").check()
    for place, line in enumerate(["Ask what people need", "Agree on a goal", "Look for the money"]):
        for _step in range(3):
            if inside("order").locator(".order__text").all_inner_texts()[place].startswith(line):
                break
            inside("order").get_by_role("button", name=re.compile(f"Move “{line}.*” up")).click()
    page.get_by_role("button", name="Finish…").click()

    expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    assert answers(attempt) == EXPECTED
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_text("A person reads your answer")).to_be_visible()
    assert Attempt.objects.get().state == Attempt.State.SUBMITTED


def test_given_each_page_of_a_quiz_when_axe_looks_then_it_finds_nothing(visit, attempt):
    page = visit()

    for path in ("page/1/", "summary/"):
        page.goto(f"/en/my/attempt/{attempt.pk}/{path}")
        assert accessibility_problems(page) == [], path
    page.get_by_role("button", name="Hand in my answers").click()
    page.wait_for_url("**/review/", timeout=PATIENCE)
    assert accessibility_problems(page) == []
    page.goto(f"/en/my/{attempt.enrolment_id}/quiz/{attempt.quiz_id}/")
    assert accessibility_problems(page) == []
    assert fits(page)


def test_given_words_to_place_when_a_word_and_then_a_place_is_pressed_then_it_is_there(visit, attempt):
    page = visit()
    question = page.locator(at(attempt, "words into gaps"))

    question.get_by_role("button", name="the council").click()
    question.locator("[data-gap]").nth(1).click()
    question.get_by_role("button", name="the council").click()
    question.locator("[data-gap]").nth(0).click()

    expect(question.get_by_label("Gap 1")).to_have_value("council")
    expect(question.get_by_label("Gap 2")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False])
def test_given_a_word_typed_in_the_second_question_when_enter_is_pressed_then_it_is_saved_and_one_stays_there(
    new_context, live_server, transactional_db, scripts
):
    of = quiz(EXAMPLES["one line"], EXAMPLES["words"])
    attempt = start_attempt(enrolment=learner_of(of), quiz=of, language="en")
    page = signed_in(new_context, live_server, attempt, scripts=scripts)
    page.goto(f"/en/my/attempt/{attempt.pk}/page/2/")
    field = page.get_by_role("textbox", name="Your answer")

    field.fill("volunteer")
    field.press("Enter")

    expect(page.locator(".exercise__state")).to_have_text(re.compile(r"^\s*Saved \d"))
    assert page.url.endswith("/page/2/")
    expect(field).to_have_value("volunteer")
    assert attempt.questions.get(slot=2).value == {"text": "volunteer"}
