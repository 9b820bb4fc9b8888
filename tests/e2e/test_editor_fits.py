"""The back office's frame and the page editor in Ukrainian on a phone and on a wide screen: no words cut off, every field with a name."""

import pytest
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUT_OFF = """(places) => [...document.querySelectorAll(places)]
    .filter((each) => each.checkVisibility())
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.innerText)"""


@pytest.fixture
def editor(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory(is_superuser=True, language="uk")
    UserProfile.objects.create(user=person, preferred_language="uk")
    return person


@pytest.fixture
def lesson(transactional_db):
    return LessonPageFactory(title="Кому ми допомагаємо", body=body(("markdown", "m", "Спитайте сусідів."), long_text("village")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_given_a_lesson_when_it_is_edited_then_words_are_whole_and_fields_have_names(editor, lesson, new_context, live_server, scheme):
    page = open_as(new_context, editor, live_server.url, "/admin/")
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/admin/pages/{lesson.pk}/edit/")
    expect(page.locator(".w-panel--nested .w-panel__heading").first).to_be_visible()
    assert page.evaluate(CUT_OFF, ".menuitem-label") == []
    expect(page.get_by_role("textbox", name="Текст у Markdown", exact=True)).to_be_visible()

    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert (
            page.evaluate(
                CUT_OFF, ".w-panel:not(.title) > div > .w-panel__heading, .w-breadcrumbs li:last-child a, [role=tab], .w-field select"
            )
            == []
        )
        assert fits(page)
        assert accessibility_problems(page, within="[data-edit-form]") == []


@pytest.mark.parametrize("width", [360, 1280])
def test_given_a_long_title_when_a_lesson_is_edited_then_all_of_it_is_seen_and_stays_one_line(
    editor, lesson, new_context, live_server, width
):
    lesson.title = "Кому ми допомагаємо і навіщо: мапа нашого села, люди, про яких ми не знаємо, і перше речення"
    lesson.save_revision().publish()
    page = open_as(new_context, editor, live_server.url, f"/admin/pages/{lesson.pk}/edit/")
    page.set_viewport_size({"width": width, "height": 800})

    field = page.locator("#id_title")
    expect(field).to_have_value(lesson.title)
    page.wait_for_function("() => { const t = document.getElementById('id_title'); return t.scrollHeight <= t.clientHeight + 2; }")
    field.press("End")
    field.press("Enter")

    expect(field).to_have_value(lesson.title)
    assert page.evaluate("() => parseFloat(getComputedStyle(document.getElementById('id_title')).fontSize)") == (22 if width == 360 else 30)
    assert page.evaluate(CUT_OFF, ".w-breadcrumbs li:last-child, .w-slim-header > div > :last-child") == []
    assert page.locator(".w-slim-header").bounding_box()["height"] < (60 if width == 1280 else 300)
    assert fits(page)


def test_given_no_block_yet_when_somebody_looks_then_the_plus_says_what_it_does(editor, lesson, new_context, live_server):
    lesson.body = body()
    lesson.save_revision().publish()
    page = open_as(new_context, editor, live_server.url, f"/admin/pages/{lesson.pk}/edit/")

    plus = page.get_by_role("button", name="Вставити блок")
    expect(plus).to_be_visible()
    assert plus.bounding_box()["width"] > 80
    assert plus.bounding_box()["height"] >= 44


@pytest.mark.parametrize("path", ["/admin/questions/add/numerical/", "/admin/questions/add/ddwtos/"])
def test_given_a_phone_when_a_question_is_written_then_what_is_unfolded_fits_too(editor, new_context, live_server, path):
    page = open_as(new_context, editor, live_server.url, path)
    page.set_viewport_size({"width": 360, "height": 800})
    for each in page.locator("main details:not([open]) > summary").all():
        if each.is_visible():
            each.click()

    places = "main :is(input, select, textarea, .button):not([type=hidden])"
    assert page.evaluate(CUT_OFF.replace("each.scrollWidth > each.clientWidth + 1 || ", ""), places) == []
