"""A lesson begins from a template, and blocks go from one lesson to another."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from courses.catalogue.models import LessonPage
from courses.proofreading.linting import open_stops
from courses.writing.models import Clipboard, LessonTemplate
from courses.writing.patterns import PATTERNS
from lms.accounts.models import Role, RoleAssignment
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.office import signed_in_for_everything

pytestmark = pytest.mark.django_db
ASSIGNMENT = ("assignment", "k", {"title": "Show", "brief": "Talk", "exercises": [{"type": "item", "id": "x", "value": "one"}]})


@pytest.fixture
def editor(client, settings):
    return signed_in_for_everything(client, settings)


def saved(lesson, **fields):
    return LessonTemplate.objects.create(title="Ours", language="en", blocks=[{"type": "markdown", "value": "Kept.", "id": "m"}], **fields)


def new_lesson(module):
    return reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk])


def test_a_new_lesson_offers_templates_first_in_the_language_of_the_course(editor):
    lesson = LessonPageFactory()
    module = lesson.get_parent().specific
    course_key = module.get_parent().translation_key
    saved(lesson)
    for fields in ({"language": "uk"}, {"course_key": lesson.translation_key}, {"retired_at": now()}):
        LessonTemplate.objects.create(**{"title": "Not here", "language": "en", **fields})
    LessonTemplate.objects.create(title="Of this course", language="en", course_key=course_key)

    page = editor.get(new_lesson(module))
    titles = [str(one.title) for one in page.context["offered"]]

    assert titles == [*(str(one.title) for one in PATTERNS), "Of this course", "Ours"]


@pytest.mark.parametrize("one", PATTERNS, ids=lambda one: one.key)
def test_each_of_the_sites_templates_opens_and_is_stopped_until_its_words_are_replaced(editor, one):
    module = LessonPageFactory().get_parent()

    opened = editor.get(new_lesson(module), {"template": one.key})

    lesson = opened.context["form"].instance
    assert opened.status_code == 200
    assert lesson.minutes == one.minutes
    assert len({block.id for block in lesson.body}) == len(lesson.body) == len(one.blocks("en"))
    stops = {finding.check for finding in open_stops(module.add_child(instance=LessonPage(title="New", body=lesson.body)))}
    assert ("placeholder_left" in stops) == (one.key != "empty")


def test_an_assignment_of_a_template_gathers_the_exercise_of_the_new_lesson(editor):
    module = LessonPageFactory().get_parent()

    lesson = editor.get(new_lesson(module), {"template": "whole"}).context["form"].instance

    exercise = next(block for block in lesson.body if block.block_type == "long_text")
    assignment = next(block for block in lesson.body if block.block_type == "assignment")
    assert list(assignment.value["exercises"]) == [exercise.id]


def test_an_unknown_template_is_not_there(editor):
    module = LessonPageFactory().get_parent()

    assert [editor.get(new_lesson(module), {"template": key}).status_code for key in ("nothing", "999999", "")] == [404, 404, 404]


def test_any_lesson_becomes_a_template_that_can_be_renamed_and_retired(editor):
    lesson = LessonPageFactory(body=body(long_text("one"), ASSIGNMENT), minutes=20)
    sent = {"title": "Ours", "description": "For visits.", "everywhere": "on"}

    editor.post(reverse("save_as_template", args=[lesson.pk]), sent)
    template = LessonTemplate.objects.get()
    assert (template.language, template.minutes, template.course_key, len(template.blocks)) == ("en", 20, None, 2)

    editor.post(reverse("rename_template", args=[template.pk]), {"title": "Visits", "description": ""})
    editor.post(reverse("retire_template", args=[template.pk]))
    template.refresh_from_db()
    assert (template.title, template.retired_at is None) == ("Visits", False)
    editor.post(reverse("retire_template", args=[template.pk]), {"back": "1"})
    assert LessonTemplate.objects.live().count() == 1
    assert "Visits" in editor.get(reverse("lesson_templates")).content.decode()


def test_blocks_are_copied_and_pasted_where_they_are_wanted_with_ids_of_their_own(editor):
    source = LessonPageFactory(body=body(("markdown", "m", "Kept."), long_text("one"), ASSIGNMENT))
    target = LessonPageFactory(body=body(("markdown", "a", "First."), ("markdown", "b", "Last.")))

    editor.post(reverse("copy_blocks", args=[source.pk]), {"block": ["k", "one"]})
    shown = editor.get(reverse("paste_blocks", args=[target.pk])).content.decode()
    answer = editor.post(reverse("paste_blocks", args=[target.pk]), {"after": "a"})
    editor.post(reverse("paste_blocks", args=[target.pk]), {"after": ""})

    assert "Who lives here?" in shown
    draft = LessonPage.objects.get(pk=target.pk).get_latest_revision_as_object()
    kinds = ["long_text", "assignment", "markdown", "long_text", "assignment", "markdown"]
    assert [block.block_type for block in draft.body] == kinds
    assert len({block.id for block in draft.body}) == 6
    assert list(draft.body[4].value["exercises"]) == [draft.body[3].id]
    assert answer.url.endswith(f"#:w:contentpath=body.{draft.body[3].id}")
    assert LessonPage.objects.get(pk=target.pk).body[0].value == "First."  # nothing was published


def test_an_assignment_copied_without_its_exercise_says_that_it_lost_it(editor):
    source, target = LessonPageFactory(body=body(long_text("one"), ASSIGNMENT)), LessonPageFactory()
    editor.post(reverse("copy_blocks", args=[source.pk]), {"block": ["k"]})

    said = editor.post(reverse("paste_blocks", args=[target.pk]), {"after": ""}, follow=True)

    assert "An assignment lost 1 exercise" in said.content.decode()


UNKNOWN, TOO_LONG = {"type": "script", "value": "x", "id": "s"}, {"type": "markdown", "value": "x" * 500_000, "id": "m"}


@pytest.mark.parametrize("blocks", [[UNKNOWN], [TOO_LONG], []])
def test_what_no_lesson_could_hold_is_not_pasted(editor, blocks):
    target = LessonPageFactory()
    Clipboard.objects.create(person=editor.person, blocks=blocks)

    editor.post(reverse("paste_blocks", args=[target.pk]), {"after": ""})

    assert LessonPage.objects.get(pk=target.pk).latest_revision_id == target.latest_revision_id


def test_a_stranger_copies_pastes_saves_and_renames_nothing(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    lesson = LessonPageFactory()
    template = saved(lesson)
    person = UserFactory()
    RoleAssignment.objects.create(person=person, role=Role.COORDINATOR, scope="site")
    client.force_login(person)

    for name in ("copy_blocks", "paste_blocks", "save_as_template"):
        for answer in (client.get(reverse(name, args=[lesson.pk])), client.post(reverse(name, args=[lesson.pk]), {"title": "Mine"})):
            assert answer.status_code in (302, 403, 404)
    for name in ("rename_template", "retire_template"):
        assert client.post(reverse(name, args=[template.pk]), {"title": "Mine"}).status_code in (302, 403, 404)
    template.refresh_from_db()
    assert (template.title, template.retired_at) == ("Ours", None)
    assert LessonTemplate.objects.count() == 1
    assert not Clipboard.objects.exists()
