"""Blocks are copied out of an open editor as they stand there, and come into another with identities of their own."""

import pytest
from django.urls import reverse

from courses.catalogue.models import LessonPage
from courses.writing.models import Clipboard
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, RoleAssignment
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory

pytestmark = pytest.mark.django_db
EXERCISE = {
    "body-0-value-title": "Our village",
    "body-0-value-prompt": "Who lives here?",
    "body-0-value-model_answer": "",
    "body-0-value-is_required": "on",
    "body-0-value-rows": "6",
}


@pytest.fixture
def editor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.person = UserFactory()
    grant_role(person=client.person, role=Role.EDITOR)
    client.force_login(client.person)
    return client


def sent(kind, **values):
    about = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": kind, "body-0-id": "one", "title": "Lesson"}
    return {**about, **values}


def copied(editor, kind="long_text", values=EXERCISE):
    return editor.post(reverse("copy_typed_blocks"), sent(kind, **values))


def test_a_block_goes_as_it_was_typed_and_comes_back_with_ids_of_its_own(editor):
    answer = copied(editor)
    first, second = (editor.get(reverse("blocks_to_paste")).json()["blocks"] for _ in range(2))

    assert answer.json()["name"] == "Long text: Our village"
    assert [block["type"] for block in first] == ["long_text"]
    assert (first[0]["value"]["title"], first[0]["value"]["rows"]) == ("Our village", "6")
    assert len({"one", first[0]["id"], second[0]["id"]}) == 3


def test_what_a_draft_may_lack_may_be_copied(editor):
    assert copied(editor, values={**EXERCISE, "body-0-value-prompt": ""}).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"body-count": "many"}, {"body-0-value-rows": "99"}, {"body-0-type": "script"}, {"body-count": "2"}, {"body-count": ""}]
)
def test_what_is_no_block_or_has_a_mistake_is_not_copied(editor, wrong):
    answer = editor.post(reverse("copy_typed_blocks"), {**sent("long_text", **EXERCISE), **wrong})

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Clipboard.objects.exists()


def test_nothing_to_paste_says_so(editor):
    assert editor.get(reverse("blocks_to_paste")).status_code == 404
    Clipboard.objects.create(person=editor.person, blocks=[{"type": "script", "id": "x", "value": "x"}])
    assert editor.get(reverse("blocks_to_paste")).status_code == 404


def test_an_assignment_without_its_exercises_says_so_when_it_is_pasted(editor):
    value = {"title": "Show", "brief": "Talk", "exercises": ["gone"], "text": "optional"}
    Clipboard.objects.create(person=editor.person, blocks=[{"type": "assignment", "id": "k", "value": value}])

    told = editor.get(reverse("blocks_to_paste")).json()

    assert "lost 1 exercise" in told["message"]
    assert told["blocks"][0]["value"]["exercises"] == []


def test_the_editor_of_a_lesson_offers_what_was_copied_and_that_of_other_pages_nothing(editor):
    lesson = LessonPageFactory()
    copied(editor)
    pages = [editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text for page in (lesson, lesson.get_parent())]

    assert ['data-copied="Long text: Our village"' in page for page in pages] == [True, False]
    new = editor.get(reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", lesson.get_parent().pk]), {"template": "empty"})
    assert "data-clipboard" in new.text
    assert LessonPage.objects.get().latest_revision_id == lesson.latest_revision_id


def test_a_stranger_copies_and_pastes_nothing(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    RoleAssignment.objects.create(person=person, role=Role.COORDINATOR, scope="site")
    client.force_login(person)

    answers = [client.post(reverse("copy_typed_blocks"), sent("long_text", **EXERCISE)), client.get(reverse("blocks_to_paste"))]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert not Clipboard.objects.exists()
