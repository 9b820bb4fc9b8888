"""An editor sees a course on its board, drags a lesson into another module and back, moves it by keyboard and without scripts, and makes
a new edition; axe on every page, on a phone and on a wide screen."""

import re

import pytest
from playwright.sync_api import expect

from courses.authoring.board.reading import read_board
from courses.authoring.board.weights import weigh_lessons
from courses.catalogue.models import CoursePage, LessonPage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, translate

from .learner_rounds import open_as
from .test_certificate_templates import looks_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def course(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    page = CoursePageFactory(title="Ten lessons", slug="ten")
    people, money = (ModulePageFactory(parent=page, title=title, slug=title.lower()) for title in ("People", "Money"))
    for each in (page, people, money):
        translate(each, "uk")
    translate(LessonPageFactory(parent=people, title="Whom we help", slug="whom"), "uk")
    LessonPageFactory(parent=people, title="Needs", slug="needs")
    LessonPageFactory(parent=money, title="A budget", slug="budget")
    weigh_lessons()
    return page


def order(course) -> str:
    return " | ".join(", ".join(lesson.title for lesson in module.lessons) for module in read_board(course).modules)


def open_board(new_context, live_server, course, **options):
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR)
    grant_role(person=person, role=Role.PUBLISHER)
    return open_as(new_context, person, live_server.url, f"/admin/courses/{course.pk}/board/", **options)


def test_given_a_course_when_its_editor_moves_lessons_and_makes_an_edition_then_everything_follows(course, new_context, live_server):
    page = open_board(new_context, live_server, course)
    page.set_viewport_size({"width": 1280, "height": 1000})
    expect(page.get_by_role("link", name="Needs", exact=True)).to_be_visible()
    looks_right(page)

    page.set_viewport_size({"width": 1280, "height": 1000})
    dots = page.locator(f"#page-{LessonPage.objects.get(slug='whom', locale__language_code='en').pk} [data-handle]")
    dots.scroll_into_view_if_needed()
    dots.hover()
    target = page.get_by_role("row", name="A budget").bounding_box()  # only now: nothing moves any more
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] - 4, steps=4)
    page.mouse.up()
    expect(page.get_by_text("“Whom we help” is moved, in every language.")).to_be_visible()
    assert order(course) == "Needs | A budget, Whom we help"
    looks_right(page)

    page.set_viewport_size({"width": 1280, "height": 1000})
    page.get_by_role("button", name="Move it back").click()
    expect(page.get_by_role("button", name="Move it back")).to_have_count(0)
    assert order(course) == "Whom we help, Needs | A budget"

    page.get_by_role("button", name=re.compile("Down.*Whom we help")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Down.*Whom we help"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Money").get_by_role("link", name="Whom we help", exact=True)).to_be_visible()
    assert order(course) == "Needs | Whom we help, A budget"

    page.get_by_role("link", name="Make a new edition").click()
    looks_right(page)
    page.get_by_label("Title of the new course").fill("Ten lessons 2027")
    page.get_by_role("button", name="Make a new edition").click()
    expect(page.get_by_text("This course began as a new edition of “Ten lessons”.")).to_be_visible()
    made = CoursePage.objects.get(draft_title="Ten lessons 2027")
    assert order(made) == "Needs | Whom we help, A budget"
    looks_right(page)


def test_given_a_lesson_being_dragged_when_escape_is_pressed_then_it_stays(course, new_context, live_server):
    page = open_board(new_context, live_server, course)
    page.set_viewport_size({"width": 1280, "height": 1000})
    dots = page.locator(f"#page-{LessonPage.objects.get(slug='whom', locale__language_code='en').pk} [data-handle]")
    dots.scroll_into_view_if_needed()
    dots.hover()
    target = page.get_by_role("row", name="A budget").bounding_box()
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] - 4, steps=4)
    expect(page.locator(".board-dragged")).to_have_count(1)

    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator(".board-dragged, .board-into, .board-before")).to_have_count(0)
    page.reload()
    assert order(course) == "Whom we help, Needs | A budget"


def test_given_no_scripts_when_a_lesson_is_moved_into_another_module_then_it_stands_there(course, new_context, live_server):
    page = open_board(new_context, live_server, course, scripts=False)
    row = page.locator("tr", has_text="Needs")

    row.locator("summary").click()
    row.get_by_label("Module").select_option("Money")
    row.get_by_role("button", name=re.compile("Move.*Needs")).click()

    expect(page.get_by_text("“Needs” is moved, in every language.")).to_be_visible()
    assert order(course) == "Whom we help | A budget, Needs"
