"""Several people answer the same step, and somebody goes on writing, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from wagtail.models import TaskState

from courses.catalogue.models import LessonVersion
from lms.accounts.models import User

from .conftest import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db):
    return Desk()


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
