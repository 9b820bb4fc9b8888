"""The workbook's own pages, looked at by axe on a phone, and the exercises of every kind in a real lesson."""

import pytest
from django.conf import settings

from courses.catalogue.models import Course
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.browser import accessibility_problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = [{"type": "item", "value": "The head alone", "id": "head"}, {"type": "item", "value": "The whole team", "id": "team"}]
ROW = {"type": "item", "id": "old", "value": [{"type": "item", "value": text, "id": f"c{text}"} for text in ("Older people", "")]}


def exercise(kind, **own):
    return (kind, kind.replace("_", "-"), {"title": kind.capitalize(), "prompt": "Do it.", "model_answer": "Like this.", **own})


@pytest.fixture
def learner(transactional_db):
    LessonPageFactory(
        body=body(
            ("section", "one", {"heading": "First"}),
            long_text("village"),
            exercise("short_text"),
            exercise("choice", options=LINES),
            exercise("scale", min=1, max=5, low="No", high="Yes"),
            exercise("fill_table", columns=LINES, rows=[ROW], blank_rows=1),
            exercise("tick_list", items=LINES),
            exercise("file_upload"),
            exercise("drawing", is_private=True, is_required=False),
        )
    )
    return EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()))


@pytest.fixture
def visit(new_context, live_server, client, learner):
    client.force_login(learner.learner)
    context = new_context(base_url=live_server.url)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()

    def go(path):
        page.goto(path)
        return page

    return go


@pytest.fixture
def lesson_path(learner):
    lesson = learner.cohort.course.lessons.get()
    return f"/en/courses/{lesson.course.slug}/{lesson.module.slug}/{lesson.slug}/"


def test_the_exercises_of_every_kind_can_be_used_by_everybody(visit, lesson_path):
    page = visit(lesson_path)
    assert page.locator("section.exercise").count() == 8

    assert accessibility_problems(page) == []


def test_history_workbook_and_the_page_after_signing_in_can_be_used_by_everybody(visit, lesson_path, learner):
    page = visit(lesson_path)
    for text in ("We help people.", "We help older people."):
        page.get_by_role("textbox", name="Who lives here?").fill(text)
        page.locator("#b-village").get_by_role("button", name="Save").click()
        page.locator("#b-village [data-state=saved]").wait_for()
    page.reload()

    page.locator("#b-village").get_by_role("link", name="Earlier versions").click()
    page.get_by_role("heading", name="Earlier versions of").wait_for()
    assert accessibility_problems(page) == []

    visit(f"/en/my/{learner.pk}/workbook/")
    assert accessibility_problems(page) == []

    visit("/en/my/signed-in/")
    assert accessibility_problems(page) == []


def test_the_page_that_gives_words_back_can_be_used_by_everybody(visit, lesson_path, new_context):
    page = visit(lesson_path)
    page.context.clear_cookies()

    page.evaluate("document.querySelector('#b-village form').submit()")
    page.get_by_role("heading", name="Not saved yet").wait_for()

    assert accessibility_problems(page) == []


def test_a_photo_is_added_and_taken_out(visit, lesson_path):
    page = visit(lesson_path)

    page.locator("#b-file-upload input[type=file]").set_input_files({"name": "map.txt", "mimeType": "text/plain", "buffer": b"map"})
    page.get_by_role("button", name="Add the file").click()
    page.get_by_role("link", name="map.txt").wait_for()
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Take out map.txt").click()

    page.get_by_role("button", name="Add the file").wait_for()
    assert page.get_by_role("link", name="map.txt").count() == 0
