"""A lesson from its template to learners in two languages and through its first correction, in a browser: its editor is stopped by the
checks, mends and hands in; a colleague approves; a publisher publishes and translates; somebody writes in it; a typo is put right; and two
editors who write at the same time lose nothing."""

import os
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Activity, Course, Lesson, LessonPage, ModulePage
from courses.enrolment.models import ActivityCompletion
from courses.workbook.models import Entry
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGE = os.environ.get("SHOT_LANGUAGE", "en")
WORDS = {
    "body-0-value": "Maria keeps the keys of the hall. She knwos everybody in the street.",
    "body-1-value": "Ask three people, and write down what each of them said.",
    "body-2-value-title": "Three talks",
    "body-2-value-prompt": "Write down whom you asked.",
}
UKRAINIAN = {
    "Three talks at the well": "Три розмови біля криниці",
    WORDS["body-0-value"]: "Марія тримає ключі від клубу. Вона знає всіх на вулиці.",
    WORDS["body-1-value"]: "Розпитайте трьох людей і запишіть, що сказала кожна.",
    "Three talks": "Три розмови",
    "Write down whom you asked.": "Запишіть, кого Ви розпитали.",
}


@pytest.fixture
def module(transactional_db, settings):
    """Of a course with one lesson."""
    settings.REQUIRE_SECOND_FACTOR = False
    LessonPageFactory()
    return ModulePage.objects.get()


@pytest.fixture
def desk_of(new_context, live_server):
    """The page editor, or another page of the back office, as somebody of the course has it before them."""

    def of(person, path):
        desk = open_as(new_context, person, live_server.url, path)
        desk.set_viewport_size({"width": 1280, "height": 900})
        return desk

    return of


def member(*roles):
    person = UserFactory(language=LANGUAGE, name=roles[0].capitalize())
    for role in roles:
        grant_role(person=person, role=role, where=Course.objects.get())
    UserProfile.objects.create(user=person, preferred_language=LANGUAGE)
    return person


def choose(desk, button):
    """From the menu beside “Save draft”."""
    wanted = desk.locator(button).first  # “Approve” comes with and without a comment
    if not wanted.is_visible():
        desk.locator("footer [data-w-dropdown-target=toggle]").first.click()
    with desk.expect_navigation():
        wanted.click()


def look(page, name, *, is_ours=True):
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{LANGUAGE}-{width}-path-{name}.png")
    assert not is_ours or accessibility_problems(page) == []
    assert fits(page)


def new_lesson():
    return LessonPage.objects.get(slug__startswith="three-talks", locale__language_code="en")


def when_a_lesson_is_begun_from_a_template_and_handed_in_as_it_is_then_the_checks_stop_it(desk):
    look(desk, "1-templates")
    desk.locator("a[href*='template=short']").click()
    desk.locator("[name=title]").fill("Three talks at the well")
    desk.keyboard.press("Tab")
    expect(desk.locator("[name=slug]")).to_have_value("three-talks-at-the-well")
    choose(desk, "button[name=action-submit]")
    expect(desk).to_have_url(re.compile("proofreading"))
    look(desk, "2-stopped")
    assert not new_lesson().live


def when_it_is_mended_and_handed_in(desk):
    desk.goto(reverse("wagtailadmin_pages:edit", args=[new_lesson().pk]))
    for name, words in WORDS.items():
        desk.locator(f"[name='{name}']").fill(words)
    choose(desk, "button[name=action-submit]")
    expect(desk).not_to_have_url(re.compile("proofreading"))


def when_a_colleague_approves_and_a_publisher_lets_it_go_live(desk_of, colleague, publisher):
    address = reverse("wagtailadmin_pages:edit", args=[new_lesson().pk])
    choose(desk_of(colleague, address), "button[data-workflow-action-name=approve]")
    choose(desk_of(publisher, address), "button[data-workflow-action-name=release]")
    assert new_lesson().live


def when_it_is_translated_side_by_side(desk_of, publisher):
    desk = desk_of(publisher, reverse("translate_page", args=[new_lesson().pk, "uk"]))
    desk.locator("main form button.button").click()
    expect(desk.locator("[data-text]").first).to_be_visible()
    for source, words in UKRAINIAN.items():
        desk.locator("[data-text]", has=desk.get_by_text(source, exact=True)).locator("textarea, input[type=text]").first.fill(words)
    look(desk, "3-translated")
    desk.locator("button[name=do][value=publish]").click()
    expect(desk.locator(".messages .success")).to_be_visible()


def when_a_typo_is_put_right(desk_of, publisher):
    desk = desk_of(publisher, reverse("wagtailadmin_pages:edit", args=[new_lesson().pk]))
    desk.locator("[name='body-0-value']").fill(WORDS["body-0-value"].replace("knwos", "knows"))
    choose(desk, "button[name=action-publish]")


def then_the_second_to_save_chooses_and_nothing_is_lost(desk_of, editor, colleague):
    address = reverse("wagtailadmin_pages:edit", args=[new_lesson().pk])
    mine, theirs = desk_of(editor, address), desk_of(colleague, address)
    mine.locator("[name='body-1-value']").fill("Ask four people.")
    theirs.locator("[name='body-2-value-prompt']").fill("Write down whom you asked, and when.")
    choose(theirs, "footer button[type=submit]")

    mine.locator("footer button[type=submit]").first.click()
    dialogue = mine.get_by_role("dialog")
    expect(dialogue.or_(mine.locator(".aside")).first).to_be_visible()
    if dialogue.is_visible():  # where Wagtail has heard of the other by then, it warns first
        expect(dialogue).to_contain_text("Nothing that Editor wrote is lost")
        look(mine, "4-warned", is_ours=False)
        choose(mine, "[role=dialog] button[data-action*=confirm]")
    expect(mine).to_have_url(re.compile("aside"))
    look(mine, "5-two-editors")
    choose(mine, ".aside__buttons button")

    draft = new_lesson().get_latest_revision_as_object()
    assert draft.body[1].value == "Ask four people."
    assert draft.body[2].value["prompt"] == "Write down whom you asked, and when."


def test_the_path_of_a_lesson(new_context, live_server, module, desk_of):
    editor, colleague, publisher = member(Role.EDITOR), member(Role.EDITOR), member(Role.PUBLISHER, Role.EDITOR)
    desk = desk_of(editor, reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk]))

    when_a_lesson_is_begun_from_a_template_and_handed_in_as_it_is_then_the_checks_stop_it(desk)
    when_it_is_mended_and_handed_in(desk)
    when_a_colleague_approves_and_a_publisher_lets_it_go_live(desk_of, colleague, publisher)
    when_it_is_translated_side_by_side(desk_of, publisher)

    lesson = Lesson.objects.get(slug=new_lesson().slug)
    learner = EnrolmentFactory(cohort=CohortFactory(course=lesson.course), learner=UserFactory(language="uk")).learner
    phone = open_as(new_context, learner, live_server.url, lesson_url(lesson, "uk"))
    activity = Activity.objects.get(lesson=lesson, kind="long_text")
    exercise = phone.locator(f"#b-{activity.block_id}")
    expect(exercise).to_contain_text("Запишіть, кого Ви розпитали.")
    exercise.get_by_role("textbox").fill("Ганну, Петра і пані Софію.")
    exercise.get_by_role("button", name="Зберегти").click()
    expect(exercise.locator(".exercise__state")).to_contain_text("Збережено")

    when_a_typo_is_put_right(desk_of, publisher)
    phone.goto(lesson_url(lesson, "en"))
    expect(phone.locator("main")).to_contain_text("She knows everybody in the street.")
    expect(phone.locator(".changed")).to_have_count(0)
    expect(exercise.get_by_role("textbox")).to_have_value("Ганну, Петра і пані Софію.")
    assert Entry.objects.get().value == {"text": "Ганну, Петра і пані Софію."}
    assert ActivityCompletion.objects.filter(activity=activity).count() == 1

    then_the_second_to_save_chooses_and_nothing_is_lost(desk_of, editor, colleague)
