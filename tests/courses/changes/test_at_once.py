"""Two editors let the same lesson go live at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.catalogue.models import ChangePlan, LessonChange, LessonPage
from courses.changes.actions import SomebodyElse, keep_plan, publish_draft
from courses.changes.pending import pending
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text


@pytest.mark.django_db(transaction=True)
def test_what_changed_is_written_down_once_and_the_second_is_told():
    page = LessonPageFactory(body=body(long_text("village"), long_text("street")))
    page.body = body(long_text("village", prompt="Count the people who live alone."), long_text("street"))
    revision = page.save_revision()
    editors = [UserFactory(), UserFactory(), UserFactory()]

    def publish(editor):
        try:
            seen = pending(LessonPage.objects.get(pk=page.pk))
            if seen is None or not seen.differences:
                return "nothing left"
            plan = keep_plan(seen=seen, revision_id=revision.pk, plan_id=0, choices={}, note=editor.email, is_confirmed=True, by=editor)
            publish_draft(seen=seen, revision_id=revision.pk, plan=plan, by=editor)
        except SomebodyElse:
            return "somebody else"
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(3) as people:
        told = list(people.map(publish, editors))

    assert told.count("published") == 1
    assert set(told) <= {"published", "somebody else", "nothing left"}
    change = LessonChange.objects.get()
    assert (change.note, ChangePlan.objects.count()) == (editors[told.index("published")].email, 1)
