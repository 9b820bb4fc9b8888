"""Draft, checks, second reading, publication: who answers which step, and that nothing goes live unread."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page, PageLogEntry, Task, TaskState, Workflow, WorkflowState
from wagtail.users.models import UserProfile

from cms.pages.moderation import awaiting_by
from courses.catalogue.models import Course, LessonVersion
from courses.moderation import wording
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory

pytestmark = pytest.mark.django_db
NOT_READY = "![](https://example.org/a.png)\n\n[gone](/en/no-such-page/)"


def live_words(desk):
    return LessonVersion.objects.current().get(of__translation_key=desk.lesson.translation_key).title


def test_every_page_has_this_workflow_and_wagtails_own_is_put_away(desk):
    workflow = desk.lesson.get_workflow()

    assert [type(task.specific).__name__ for task in workflow.tasks] == ["ChecksTask", "SecondReadingTask", "PublishingTask"]
    assert [home.get_workflow() for home in Page.objects.filter(depth=2)] == [workflow] * 5
    assert not Workflow.objects.get(name="Moderators approval").active


def test_the_history_names_steps_in_its_readers_language(desk):
    with override("cs"):
        desk.hand_in(title="People we serve")
        desk.answer(desk.reader, "approve")
    with override("bg"):
        task = Task.objects.get(pk=desk.fresh().current_workflow_task.pk)
    with override("cs"):
        task.save()

    def said(language):
        with override(language):
            logged = PageLogEntry.objects.filter(page=desk.lesson.pk, action__startswith="wagtail.workflow").order_by("pk")
            return [one.data["workflow"][name]["title"] for one in logged for name in ("task", "next") if name in one.data["workflow"]]

    assert {"Второ четене", "Публикуване"} <= set(said("bg"))
    assert {"Second reading", "Publishing"} <= set(said("en"))
    assert Task.objects.filter(name="Publishing").exists()


def test_a_draft_goes_from_its_writer_to_another_reader_and_a_publisher(desk):
    desk.hand_in(title="People we serve")
    outsider = desk.person(Role.EDITOR, where=Course.objects.get(translation_key=CoursePageFactory().translation_key))
    people = [desk.writer, desk.reader, desk.publisher, desk.administrator, outsider]

    assert [desk.offered(one) for one in people] == [[], *[["approve", "approve", "reject"]] * 3, []]
    assert desk.answer(desk.reader, "approve") is None
    assert [desk.offered(one) for one in people] == [[], [], *[["release", "reject"]] * 2, []]
    assert live_words(desk) == "People"
    assert desk.answer(desk.publisher, "release") is None
    assert (live_words(desk), desk.fresh().current_workflow_state) == ("People we serve", None)


def test_the_site_answers_first_and_what_stops_goes_back_to_the_writer(desk):
    assert desk.hand_in(text=NOT_READY) is None
    state = desk.fresh().current_workflow_state
    assert (state.status, state.current_task_state.task.specific.__class__.__name__) == (WorkflowState.STATUS_NEEDS_CHANGES, "ChecksTask")
    assert state.current_task_state.comment

    assert type(desk.hand_in(text="Better.").task.specific).__name__ == "SecondReadingTask"


def test_the_site_answers_in_the_language_of_whoever_reads_its_answer(desk, monkeypatch):
    UserProfile.objects.create(user=desk.writer, preferred_language="cs")
    with override("uk"):
        desk.hand_in(desk.writer, text=NOT_READY)
        checked = desk.fresh().current_workflow_state.current_task_state.comment
        desk.hand_in(text="Better.")
        desk.answer(desk.reader, "approve")
        stop = type("Finding", (), {"words": gettext_lazy("Publishing")})()
        monkeypatch.setattr("courses.moderation.actions.open_stops", lambda page: [stop])
        desk.answer(desk.publisher, "release")
        released = desk.fresh().current_workflow_state.current_task_state.comment

    assert checked
    assert not re.search("[а-яіїє]", checked)
    assert released == "Zveřejnění"


def test_who_changes_something_while_reading_hands_it_back_or_leaves_it_to_another(desk):
    first = desk.hand_in()
    desk.write(desk.reader, text="Mended while reading.")

    assert desk.offered(desk.reader) == ["reject"]
    with pytest.raises(PermissionDenied):
        desk.answer(UserFactory(), "approve", first)
    said = desk.answer(desk.administrator, "approve", first)

    assert said.endswith("/changed/")
    assert live_words(desk) == "People"
    first.refresh_from_db()
    now = desk.fresh().current_workflow_task_state
    assert (first.status, now.status, now.revision_id) == (TaskState.STATUS_CANCELLED, "in_progress", desk.fresh().latest_revision_id)
    assert type(now.task.specific).__name__ == "SecondReadingTask"
    assert desk.answer(desk.administrator, "approve") is None


def test_a_change_after_the_second_reading_is_read_before_it_goes_live(desk):
    desk.hand_in(title="Read")
    desk.answer(desk.reader, "approve")
    desk.write(desk.publisher, title="Nobody read this")

    assert desk.answer(desk.publisher, "release").endswith("/changed/")
    assert (live_words(desk), type(desk.fresh().current_workflow_task).__name__) == ("People", "SecondReadingTask")


def test_a_second_answer_to_one_step_does_nothing(desk):
    state = desk.hand_in()
    late = TaskState.objects.get(pk=state.pk).specific
    desk.answer(desk.reader, "approve", state)

    assert desk.answer(desk.administrator, "approve", late).endswith("/answered/")
    assert desk.answer(desk.administrator, "reject", late).endswith("/answered/")
    assert type(desk.fresh().current_workflow_task).__name__ == "PublishingTask"
    with pytest.raises(PermissionDenied):
        desk.answer(desk.publisher, "approve")


def test_what_stops_only_now_goes_back_before_it_is_published(desk, monkeypatch):
    desk.hand_in(title="Later")
    desk.answer(desk.reader, "approve")
    stop = type("Finding", (), {"words": "A word is missing."})()
    monkeypatch.setattr("courses.moderation.actions.open_stops", lambda page: [stop])

    assert desk.answer(desk.publisher, "release").endswith("/stopped/")
    state = desk.fresh().current_workflow_state
    assert (state.status, state.current_task_state.comment, live_words(desk)) == ("needs_changes", "A word is missing.", "People")


def test_the_task_of_one_course_is_not_answered_through_a_page_of_another(desk, client):
    state = desk.hand_in()
    other = CoursePageFactory(title="Other")
    outsider = desk.person(Role.EDITOR, where=Course.objects.get(translation_key=other.translation_key))
    other.save_revision(user=desk.administrator)
    other.get_workflow().start(other, desk.administrator)
    client.force_login(outsider)

    client.post(reverse("wagtailadmin_pages:workflow_action", args=[other.pk, "approve", state.pk]))

    state.refresh_from_db()
    assert state.status == "in_progress"


def test_what_awaits_a_person_is_what_they_may_answer(desk):
    desk.hand_in()
    outsider = desk.person(Role.EDITOR, where=Course.objects.get(translation_key=CoursePageFactory().translation_key))
    people = [desk.writer, desk.reader, desk.publisher, desk.administrator, outsider, UserFactory(is_superuser=True)]

    assert [awaiting_by(one).count() for one in people] == [0, 1, 1, 1, 0, 1]
    desk.answer(desk.reader, "approve")
    assert [awaiting_by(one).count() for one in people] == [0, 0, 1, 1, 0, 1]


def test_more_that_waits_asks_no_more_queries(desk):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert awaiting_by(type(desk.reader).objects.get(pk=desk.reader.pk)).exists()
        return len(queries)

    desk.hand_in()
    few = asked()
    for _number in range(3):
        page = CoursePageFactory()
        page.save_revision(user=desk.administrator)
        page.get_workflow().start(page, desk.administrator)
    assert asked() == few


def test_the_page_editor_says_why_an_answer_did_not_count(desk, client):
    state = desk.hand_in()
    desk.write(desk.administrator, text="Changed meanwhile.")
    client.force_login(desk.reader)

    page = client.post(reverse("wagtailadmin_pages:workflow_action", args=[desk.lesson.pk, "approve", state.pk]), follow=True)

    assert page.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])
    assert "The page was changed after it was handed in." in page.text
    said = reverse("moderation_said", args=[desk.lesson.pk, wording.STOPPED])
    client.force_login(UserFactory())
    assert client.get(said).status_code == 302
    client.force_login(desk.person(Role.EDITOR, where=Course.objects.get(translation_key=CoursePageFactory().translation_key)))
    assert client.get(said).status_code == 404


def form_of(client, page):
    """What the page editor would send, unchanged."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert form.is_bound is False
    return {"title": page.title, "slug": page.slug, "summary": page.summary, "introduction": page.introduction, "level": page.level,
            "topics": page.topics, "hours": page.hours, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}  # fmt: skip


def test_a_course_may_ask_for_a_second_reading_of_everything(desk, client):
    Course.objects.filter(pk=desk.course.pk).update(needs_second_reading=True)
    page = desk.course_page
    client.force_login(desk.publisher)
    fields = form_of(client, page) | {"title": "Unread", "needs_second_reading": "on"}
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert ("action-publish" in shown, "Hand in for second reading" in shown) == (False, True)

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields | {"action-publish": "1"}, follow=True)
    assert "somebody else reads a draft" in answer.text
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    client.post(bulk)
    page.refresh_from_db()
    assert (page.title, page.get_latest_revision_as_object().title) == ("Ten lessons", "Unread")

    client.force_login(desk.administrator)
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields | {"action-publish": "1"})
    page.refresh_from_db()
    assert page.title == "Unread"
    assert PageLogEntry.objects.filter(page=page.pk, action="moderation.skip", user=desk.administrator).count() == 1
    assert Course.objects.get(pk=desk.course.pk).needs_second_reading


def test_names_of_the_steps_are_said_in_the_readers_language_and_kept_in_one(desk):
    with override("uk"):
        workflow, step = desk.lesson.get_workflow(), Task.objects.get(name="Second reading")
        said = (workflow.name, step.name)
        step.specific.save()
        workflow.save()
    with override("en"):
        assert (desk.lesson.get_workflow().name, Task.objects.get(pk=step.pk).name) == ("Second reading and publishing", "Second reading")
    assert said == ("Друге читання і публікація", "Друге читання")
    Task.objects.filter(pk=step.pk).update(name="Наш крок")
    assert Task.objects.get(pk=step.pk).name == "Наш крок"


def test_who_opens_a_page_that_was_sent_back_reads_why_and_sending_back_needs_a_word(desk, client):
    state = desk.hand_in()
    assert not state.task.specific.get_form_for_action("reject")({"comment": " "}).is_valid()
    assert state.task.specific.get_form_for_action("approve")({"comment": ""}).is_valid()
    with override("uk"):
        assert str(state.task.specific.get_form_for_action("approve")()["comment"].label) == "Коментар"
    desk.answer(desk.reader, "reject", comment="Split the <third> paragraph.")

    client.force_login(desk.writer)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])).text
    assert "asks for changes: “Split the &lt;third&gt; paragraph.”" in page
    desk.hand_in()
    assert "asks for changes" not in client.get(reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])).text
