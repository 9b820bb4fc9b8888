"""Two editors at the same moment: real threads, real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.authoring.board.editions import run, start_edition
from courses.authoring.board.moving import OrderHasChanged, move, order_now, place_named
from courses.authoring.board.reading import read_board
from courses.authoring.models import Edition
from courses.authoring.tasks import make_edition
from courses.catalogue.models import CoursePage, Lesson, LessonPage
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """What each came to; all begin together."""
    ready = threading.Barrier(len(deeds))

    def do(deed):
        try:
            ready.wait()
            return deed()
        except OrderHasChanged:
            return "changed"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(do, deeds))


def test_of_two_moves_and_two_editions_at_once_one_is_made_and_nothing_is_lost(monkeypatch):
    monkeypatch.setattr(make_edition, "delay_on_commit", lambda **ids: None)  # here it would be done before the second asks
    course = CoursePageFactory()
    modules = [ModulePageFactory(parent=course, title=title) for title in ("People", "Money")]
    lessons = [LessonPageFactory(parent=modules[0], title=title) for title in "abc"]
    person, seen = UserFactory(is_superuser=True), order_now(course)
    places = [(lesson, place_named(course, lesson, f"to:{modules[1].pk}")) for lesson in lessons[:2]]

    came = at_once(
        *[lambda page=page, place=place: move(course=course, page=page, place=place, seen=seen, by=person) for page, place in places]
    )

    rows = [[lesson.title for lesson in module.lessons] for module in read_board(course).modules]
    assert came.count("changed") == 1
    assert sorted(title for titles in rows for title in titles) == ["a", "b", "c"]
    assert rows in ([["b", "c"], ["a"]], [["a", "c"], ["b"]])
    assert Lesson.objects.live().filter(module__slug=modules[1].slug).count() == 1
    assert LessonPage.find_problems() == ([], [], [], [], [])

    made = at_once(*[lambda: start_edition(of=course, title="2027", has_own_questions=False, by=person).pk] * 2)
    at_once(*[lambda: run(edition_id=made[0])] * 2)

    assert (made[0] == made[1], Edition.objects.get().state) == (True, Edition.State.READY)
    assert (CoursePage.objects.count(), LessonPage.objects.count()) == (2, 6)
    assert CoursePage.find_problems() == ([], [], [], [], [])
