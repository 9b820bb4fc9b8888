"""Several people answer the same step, and somebody goes on writing, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from wagtail.models import TaskState

from cms.translations.handing_in import hand_in
from courses.catalogue.models import LessonVersion
from lms.accounts.models import User
from tests.factories.translations import change_block

from .conftest import Desk
from .test_translations import NEW, OLD, TranslationDesk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db):
    return Desk()


@pytest.fixture
def translation_desk(transactional_db):
    return TranslationDesk()


def at_once(*deeds):
    """What each of them answered."""
    start = Barrier(len(deeds))

    def do(deed):
        try:
            start.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(do, deeds))


def answering(desk, state, by, what):
    late, person = TaskState.objects.get(pk=state.pk).specific, User.objects.get(pk=by.pk)
    task = late.task.specific
    return lambda: task.on_action(late, person, what)


def test_one_answer_counts_and_the_other_is_told(desk):
    state = desk.hand_in()

    said = at_once(answering(desk, state, desk.reader, "approve"), answering(desk, state, desk.administrator, "reject"))

    assert [bool(each) for each in sorted(said, key=bool)] == [False, True]
    assert TaskState.objects.filter(task=state.task).exclude(status="in_progress").count() == 1
    assert TaskState.objects.filter(status="in_progress").count() <= 1


def test_what_is_written_while_somebody_publishes_does_not_go_live_unread(desk):
    desk.hand_in(title="Read")
    desk.answer(desk.reader, "approve")
    state = desk.fresh().current_workflow_task_state

    at_once(answering(desk, state, desk.publisher, "release"), lambda: desk.write(desk.writer, title="Nobody read this"))

    live = LessonVersion.objects.current().get(of__translation_key=desk.lesson.translation_key).title
    assert live in ("Read", "People")
    assert desk.fresh().get_latest_revision_as_object().title == "Nobody read this"


def test_what_a_translator_types_while_somebody_publishes_is_read_first_or_stays_in_work(translation_desk):
    desk = translation_desk
    desk.hand_in()
    desk.answer(desk.reader, "approve")
    state = desk.fresh().current_workflow_task_state

    at_once(answering(desk, state, desk.publisher, "release"), lambda: desk.type({"body.intro": "Непрочитане."}))

    assert desk.live in (OLD["body.intro"], NEW["body.intro"])
    assert desk.in_work == ["Непрочитане."]


def test_handing_in_twice_at_once_is_handing_in_once(translation_desk):
    desk = translation_desk
    desk.type(NEW)

    at_once(*[lambda: hand_in(translation=desk.translation, by=desk.writer)] * 2)

    assert TaskState.objects.filter(status="in_progress").count() == 1
    assert desk.fresh().revisions.filter(user=desk.writer).count() == 1


def test_a_source_is_published_while_its_translation_is_handed_in(translation_desk):
    desk = translation_desk
    desk.type(NEW)

    at_once(lambda: hand_in(translation=desk.translation, by=desk.writer), lambda: change_block(desk.source, "more", "Спросите соседей."))

    state = desk.fresh().current_workflow_task_state
    assert (desk.live, desk.in_work, state.status) == (OLD["body.intro"], [NEW["body.intro"]], "in_progress")
