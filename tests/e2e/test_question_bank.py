"""The question bank in a browser: open to everybody, whole on a small phone, and its rows move with and without scripts."""

import os
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.users.models import UserProfile

from courses.quizzes.actions.bank import add_question, category_at, write_version
from courses.quizzes.engine.definition import Choice, Hint, MultiChoice
from courses.quizzes.models import QuestionBank
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import CourseVersionFactory, UserFactory
from tests.support.browser import accessibility_problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GIFT = b"::Who::Who signs the contract? {=The board ~The council}\n\n::Broken:: What {=\n"
DEFINITION = MultiChoice(
    text="Whose needs come **first**?",
    choices=(
        Choice(id="a", text="Those of the learners", fraction=1.0, feedback="Yes."),
        Choice(id="b", text="Those of the funder", feedback="They come later."),
    ),
    hints=(Hint(text="Who is it all for?"),),
)


@pytest.fixture
def question(transactional_db):
    bank = QuestionBank.objects.create(name="Ten lessons", course=CourseVersionFactory().of)
    category = category_at(bank=bank, names=["Lesson 1", "People"])
    words = {"uk": {"text": "Чиї потреби **перші**?"}}
    hints = {"uk": {"hints.0.text": "Для кого все це?"}}
    add_question(category=category, name="Hinted", definition=DEFINITION, language="en", translations=hints)
    return add_question(category=category, name="Needs", definition=DEFINITION, language="en", translations=words, tags=["final"])


@pytest.fixture
def open_as_editor(settings_without_second_factor, client, question, live_server):
    person = UserFactory(language=os.environ.get("SHOT_LANGUAGE", "en"))
    grant_role(person=person, role=Role.EDITOR, where=question.bank.course)
    UserProfile.objects.create(user=person, preferred_language=person.language)
    client.force_login(person)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": live_server.url}

    def go(page, name, *args):
        page.context.add_cookies([cookie])
        page.goto(live_server.url + reverse(name, args=args))
        return page

    return go


@pytest.fixture
def settings_without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def choices(page):
    return page.locator("[name^=choices-][name$=-text]").evaluate_all("all => all.map(each => each.value)")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_bank_shut_nobody_out(page, open_as_editor, question, width):
    page.set_viewport_size({"width": width, "height": 740})
    places = [
        ("questions",),
        ("question_add",),
        ("question", question.pk),
        ("question_language", question.pk, "uk"),
        ("question_try", question.pk),
    ]
    problems = {}

    for number, place in enumerate(places):
        open_as_editor(page, *place)
        problems[place[0]] = [*accessibility_problems(page), *too_wide(page)]
        shoot(page, f"{width}-{number}-{place[0]}")
    open_as_editor(page, "question_import")
    page.locator("[name=file]").set_input_files({"name": "questions.gift", "mimeType": "text/plain", "buffer": GIFT})
    page.locator("[name=category]").select_option(index=1)
    shoot(page, f"{width}-7-import")
    page.locator("form:has([name=file]) button").click()
    page.wait_for_url("**/import/*-*/")
    problems["table"] = [*accessibility_problems(page), *too_wide(page)]
    shoot(page, f"{width}-8-table")

    assert {name: found for name, found in problems.items() if found} == {}


def too_wide(page):
    return page.evaluate("""() => [...document.querySelectorAll("main select, main textarea, main input, main p, main .button")]
        .filter((each) => each.checkVisibility() && !each.closest(".question-table, .w-sr-only, nav"))
        .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((each) => "too wide: " + each.outerHTML.slice(0, 80))""")


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.set_viewport_size({"width": page.viewport_size["width"], "height": 2400})
        page.screenshot(path=f"{folder}/{name}.png")


def test_rows_move_without_a_new_page_and_the_focus_goes_along(page, open_as_editor, question):
    open_as_editor(page, "question", question.pk)
    page.locator("#id_text").fill("Not saved yet")
    down = page.locator("button[value='choices:down:0']")

    with page.expect_response("**/questions/**"):
        down.press("Enter")
    page.wait_for_function("document.querySelector('[name=choices-0-text]').value === 'Those of the funder'")

    assert choices(page)[:2] == ["Those of the funder", "Those of the learners"]
    assert page.locator("#id_text").input_value() == "Not saved yet"
    assert page.evaluate("document.activeElement.value") == "choices:down:1"
    assert question.versions.count() == 1


def test_where_the_source_has_changed_a_small_sign_says_so_above_both_columns(page, open_as_editor, question):
    question.refresh_from_db()
    changed = replace(DEFINITION, text="Whose needs are first?")
    write_version(question=question, definition=changed, language="en", translations=question.version.translations)
    page.set_viewport_size({"width": 1280, "height": 740})
    open_as_editor(page, "question_language", question.pk, "uk")

    columns = "each => getComputedStyle(each).gridTemplateColumns.split(' ').length"
    assert page.locator(".question-place").evaluate_all(f"all => all.map({columns})") == [2] * 6
    assert page.locator(".question-stale .icon").bounding_box()["height"] <= 20


def test_what_was_translated_before_is_taken_by_keyboard(page, open_as_editor, question):
    open_as_editor(page, "question_language", question.pk, "uk")
    field = page.locator("[name='hints.0.text']")

    page.locator(".question-place", has=field).locator("[data-use]").press("Enter")

    assert field.input_value() == "Для кого все це?"
    assert page.evaluate("document.activeElement.name") == "hints.0.text"


def test_without_scripts_it_is_there_to_be_copied(page_without_scripts, open_as_editor, question):
    page = open_as_editor(page_without_scripts, "question_language", question.pk, "uk")

    assert page.get_by_text("Для кого все це?").is_visible()
    assert page.locator("[data-use]:visible").count() == 0


def test_without_scripts_rows_are_added_and_the_question_is_saved(page_without_scripts, open_as_editor, question):
    page = open_as_editor(page_without_scripts, "question", question.pk)

    page.locator("button[value='choices:add']").click()
    page.locator("[name=choices-6-text]").fill("Those of the council")
    with page.expect_navigation():
        page.locator("#question-form button:not([aria-hidden]):not([name])").click()

    version = question.versions.order_by("-number").first()
    assert [choice["text"] for choice in version.definition["choices"]][-1] == "Those of the council"


def test_enter_in_a_field_saves_and_moves_nothing(page, open_as_editor, question):
    open_as_editor(page, "question", question.pk)

    page.locator("#id_about-name").fill("Needs first")
    with page.expect_navigation():
        page.locator("#id_about-name").press("Enter")

    question.refresh_from_db()
    assert question.name == "Needs first"
