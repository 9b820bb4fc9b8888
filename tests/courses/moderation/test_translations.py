"""A translation on the way of every draft: handed in beside its source, read, sent back, read anew, live; nothing unread goes live."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Task, TaskState, Workflow, WorkflowPage, WorkflowTask
from wagtail_localize.models import StringTranslation

from cms.translations.actions import follow_source
from cms.translations.drafts import is_behind, save_draft
from cms.translations.handing_in import Reading, hand_in
from cms.translations.models import TextInWork
from courses.catalogue.models import Course, LessonPage, LessonVersion
from lms.accounts.models import Role, User
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory
from tests.factories.translations import change_block, in_progress, lesson_in_russian, said, translated, write

from .conftest import Desk

pytestmark = pytest.mark.django_db
OLD = {"title": "Люди", "body.intro": "Кому ми допомагаємо?", "body.more": "Спитайте людей.", "body.village.title": "Село"}
NEW = {"body.intro": "Кому саме ми допомагаємо?"}


class TranslationDesk(Desk):
    """The lesson is Russian, and Ukrainian readers see it already."""

    def __init__(self):
        self.source = lesson_in_russian()
        self.course_page = self.source.get_parent().get_parent().specific
        self.course = Course.objects.get(translation_key=self.course_page.translation_key)
        self.writer, self.reader = self.person(Role.EDITOR, name="Writer"), self.person(Role.EDITOR, name="Reader")
        self.publisher, self.administrator = self.person(Role.PUBLISHER), self.person(Role.ADMINISTRATOR)
        self.translation = translated(self.source, "uk", OLD)
        self.lesson = LessonPage.objects.get(locale__language_code="uk")
        self.address = reverse("translate_page", args=[self.source.pk, "uk"])

    def type(self, words, by=None):
        write(self.translation, words, by or self.writer)

    def hand_in(self, by=None, words=NEW):
        self.type(words, by)
        hand_in(translation=self.translation, by=by or self.writer)
        return self.fresh().current_workflow_task_state

    @property
    def live(self):
        """What Ukrainian readers see of the first passage."""
        version = LessonVersion.objects.current().get(of__translation_key=self.source.translation_key, language="uk")
        return version.content["body"][0]["value"]

    @property
    def in_work(self):
        return sorted(row.data for row in TextInWork.objects.all())

    def follow(self, block="more", text="Спросите соседей."):
        change_block(self.source, block, text)
        follow_source(source=self.translation.source)


@pytest.fixture
def desk(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return TranslationDesk()


def step(desk):
    return type(desk.fresh().current_workflow_task).__name__


def test_texts_in_work_become_a_draft_and_readers_see_them_once_they_are_read_and_published(desk):
    state = desk.hand_in()
    assert (step(desk), desk.live, desk.in_work) == ("SecondReadingTask", OLD["body.intro"], [NEW["body.intro"]])
    assert desk.fresh().get_latest_revision_as_object().body[0].value == NEW["body.intro"]
    assert [desk.offered(one) for one in (desk.writer, desk.reader)] == [[], ["approve", "approve", "reject"]]

    assert desk.answer(desk.reader, "approve", state) is None
    assert (step(desk), desk.live) == ("PublishingTask", OLD["body.intro"])
    assert desk.answer(desk.publisher, "release") is None

    assert (desk.live, desk.in_work, desk.fresh().current_workflow_state) == (NEW["body.intro"], [], None)
    assert said(desk.translation)["body.intro"] == (NEW["body.intro"], False)


def test_the_version_that_goes_live_knows_what_is_translated_now(desk):
    before = LessonVersion.objects.current().get(language="uk").content["untranslated"]
    desk.hand_in(words={"body.village.prompt": "Опишіть своє село."})
    desk.answer(desk.reader, "approve")
    desk.answer(desk.publisher, "release")

    content = LessonVersion.objects.current().get(language="uk").content
    assert (before["part"], content.get("untranslated")) == (["village"], None)


def test_a_second_press_hands_in_once(desk):
    first = desk.hand_in()
    revision = desk.fresh().latest_revision_id
    hand_in(translation=desk.translation, by=desk.writer)
    hand_in(translation=desk.translation, by=desk.reader)

    assert (desk.fresh().latest_revision_id, desk.fresh().current_workflow_task_state) == (revision, first)


def test_what_is_typed_while_it_is_read_begins_the_reading_anew(desk):
    first = desk.hand_in()
    desk.type({"body.intro": "Непрочитане."})

    assert desk.answer(desk.reader, "approve", first).endswith("/changed/")
    first.refresh_from_db()
    assert (first.status, step(desk), desk.live) == (TaskState.STATUS_CANCELLED, "SecondReadingTask", OLD["body.intro"])
    assert desk.fresh().get_latest_revision_as_object().body[0].value == "Непрочитане."

    desk.answer(desk.reader, "approve")
    desk.type({"body.more": "Ще пізніше."})
    assert desk.answer(desk.publisher, "release").endswith("/changed/")
    assert (step(desk), desk.live) == ("SecondReadingTask", OLD["body.intro"])


def test_who_mends_a_word_while_reading_has_become_a_writer(desk):
    desk.hand_in()
    desk.type({"body.intro": "Виправлено."}, desk.reader)
    desk.answer(desk.reader, "approve")

    assert (desk.offered(desk.reader), desk.offered(desk.administrator)[:1]) == (["reject"], ["approve"])


def test_whoever_hands_in_does_not_read_the_words_of_another_for_them(desk):
    desk.type(NEW, desk.reader)
    hand_in(translation=desk.translation, by=desk.writer)

    assert (desk.offered(desk.writer), desk.offered(desk.reader)) == ([], ["reject"])


def test_handed_in_again_while_it_is_read(desk):
    first = desk.hand_in()
    again = desk.hand_in(words={"body.intro": "Ще раз."})

    first.refresh_from_db()
    assert (first.status, again.status, again.workflow_state) == ("cancelled", "in_progress", first.workflow_state)
    assert again.revision_id == desk.fresh().latest_revision_id


def test_a_source_that_is_published_meanwhile_publishes_nothing_unread_and_is_read_with_it(desk):
    first = desk.hand_in()
    desk.follow()

    state = desk.fresh().current_workflow_task_state
    assert (desk.live, desk.in_work, step(desk)) == (OLD["body.intro"], [NEW["body.intro"]], "SecondReadingTask")
    assert (state == first, state.revision_id, state.workflow_state.requested_by) == (False, desk.fresh().latest_revision_id, desk.writer)
    assert desk.answer(desk.reader, "approve", first).endswith("/answered/")

    desk.follow("more", "Спросите их.")
    assert desk.answer(desk.reader, "approve") is None
    assert desk.answer(desk.publisher, "release") is None
    assert (desk.live, desk.in_work) == (NEW["body.intro"], [])


def test_what_was_sent_back_stays_sent_back_when_the_source_is_published(desk):
    desk.hand_in()
    desk.answer(desk.reader, "reject", comment="Whom exactly?")
    desk.follow()

    state = desk.fresh().current_workflow_state
    assert (state.status, state.current_task_state.comment) == ("needs_changes", "Whom exactly?")
    desk.hand_in(words={"body.intro": "Кому саме?"})
    desk.answer(desk.reader, "approve")
    desk.answer(desk.publisher, "release")
    assert desk.live == "Кому саме?"


def test_a_draft_that_was_handed_in_goes_live_without_what_was_typed_later(desk):
    desk.hand_in()
    desk.type({"body.intro": "Пізніше."})
    desk.fresh().get_latest_revision().publish()

    assert (desk.live, desk.in_work) == (NEW["body.intro"], ["Пізніше."])
    desk.follow()
    assert (desk.live, desk.in_work) == (NEW["body.intro"], ["Пізніше."])


def test_what_a_machine_suggests_is_not_handed_in(desk):
    desk.type(NEW)
    TextInWork.objects.update(is_machine=True)
    hand_in(translation=desk.translation, by=desk.writer)

    assert desk.fresh().get_latest_revision_as_object().body[0].value == OLD["body.intro"]


def test_a_draft_is_made_of_every_kind_of_text_and_only_once(desk):
    page = save_draft(translation=in_progress(desk.course_page, "uk"), by=None)
    desk.type(NEW)
    lesson = save_draft(translation=desk.translation, by=None)

    assert not is_behind(desk.translation, lesson)
    assert lesson.live_revision_id != lesson.latest_revision_id
    assert page.latest_revision_id == type(page).objects.get(pk=page.pk).latest_revision_id
    assert StringTranslation.objects.filter(data=NEW["body.intro"]).count() == 0


# Beside the source ---------------------------------------------------------------------------------------------------------


def test_the_whole_way_beside_the_source(desk, client):
    desk.type(NEW)
    client.force_login(desk.writer)
    shown = client.get(desk.address).text
    assert ("Hand in for second reading" in shown, "Publish the translation" in shown) == (True, False)

    shown = client.post(desk.address, {"action-submit": "1"}, follow=True).text
    assert "It is being read" in shown
    assert "Handed in by Writer" in shown
    assert "It waits for this step: Second reading." in shown
    assert "Who may answer:" in shown
    assert "Reader" in shown
    assert ('value="approve"' in shown, "Hand in again" in shown) == (False, True)

    client.force_login(desk.reader)
    asked = client.get(reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk]), follow=True)
    assert asked.redirect_chain[-1][0] == desk.address
    state = desk.fresh().current_workflow_task_state
    assert "Hand in again" not in asked.text
    shown = client.post(desk.address, {"step": state.pk, "action-workflow-action": "approve"}, follow=True).text
    assert "Your answer is kept." in shown

    client.force_login(desk.publisher)
    state = desk.fresh().current_workflow_task_state
    assert 'value="release"' in client.get(desk.address).text
    shown = client.post(desk.address, {"step": state.pk, "action-workflow-action": "release"}, follow=True).text
    assert "Published. 1 text is not translated yet" in shown
    assert desk.live == NEW["body.intro"]
    assert "It is being read" not in client.get(desk.address).text


def test_it_is_said_that_something_changed_and_why_an_answer_did_not_count(desk, client):
    state = desk.hand_in()
    desk.type({"body.more": "Пізніше."})
    client.force_login(desk.reader)

    assert "Something was changed after it was handed in." in client.get(desk.address).text
    shown = client.post(desk.address, {"step": state.pk, "action-workflow-action": "approve"}, follow=True)
    assert "The page was changed after it was handed in." in shown.text
    assert shown.redirect_chain[-1][0] == desk.address
    assert "Something was changed after it was handed in." not in shown.text


def test_where_readers_see_all_of_it_there_is_nothing_to_hand_in(desk, client):
    client.force_login(desk.writer)

    assert "Hand in for second reading" in client.get(desk.address).text  # for what is going to be typed there
    shown = client.post(desk.address, {"action-submit": "1"}, follow=True).text

    assert "There is nothing to hand in" in shown
    assert desk.fresh().current_workflow_state is None


def test_what_came_back_says_why_and_is_handed_in_again(desk, client):
    state = desk.hand_in()
    client.force_login(desk.reader)
    client.post(desk.address, {"step": state.pk, "action-workflow-action": "reject", "comment": "Whom exactly?"})

    client.force_login(desk.writer)
    shown = client.get(desk.address).text
    assert ("It came back" in shown, "Whom exactly?" in shown, "Hand in again" in shown) == (True, True, True)
    client.post(desk.address, {"action-submit": "1"})
    assert step(desk) == "SecondReadingTask"


def test_what_the_checks_stop_is_shown_at_once(desk, client):
    desk.type({"body.more": "Дивіться [тут](/nowhere/)."})
    client.force_login(desk.writer)

    shown = client.post(desk.address, {"action-submit": "1"}, follow=True)

    assert shown.redirect_chain[-1][0] == reverse("page_findings", args=[desk.lesson.pk])
    assert "It is saved as a draft and went no further." in shown.text
    assert desk.fresh().current_workflow_state.status == "needs_changes"


def with_step(task):
    """Nothing is asked for but this."""
    workflow = Workflow.objects.create(name="Of our own")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update(workflow=workflow)


@pytest.mark.parametrize("kind", [GroupApprovalTask, Task])
def test_a_step_of_wagtails_own_is_answered_only_by_whom_it_offers_an_answer(desk, client, kind):
    with_step(kind.objects.create(name="Its own"))
    state = desk.hand_in()
    client.force_login(desk.reader)
    assert 'value="approve"' not in client.get(desk.address).text

    for answer in ("approve", "reject", ""):
        sent = {"step": state.pk, "action-workflow-action": answer}
        assert client.post(desk.address, sent)["Location"] == reverse("wagtailadmin_home")
    assert client.post(desk.address, {"do": "action-workflow-action", "step": state.pk})["Location"] == reverse("wagtailadmin_home")

    state.refresh_from_db()
    assert (state.status, desk.live) == ("in_progress", OLD["body.intro"])


def test_a_step_of_wagtails_own_is_answered_by_its_group(desk, client):
    """Of those who may publish: Wagtail publishes with the last answer."""
    group, task = Group.objects.create(name="Readers"), GroupApprovalTask.objects.create(name="Its own")
    task.groups.add(group)
    with_step(task)
    chief = desk.person(Role.PUBLISHER, name="Chief")
    chief.groups.add(group)
    state = desk.hand_in()
    client.force_login(chief)

    named = Reading(desk.translation, desk.fresh(), state, desk.reader).people
    assert ("Chief" in named, "Reader" in named) == (True, False)
    client.post(desk.address, {"step": state.pk, "action-workflow-action": "approve"})

    assert desk.live == NEW["body.intro"]


def test_where_the_workflow_was_taken_off_meanwhile_translations_go_on_following_their_source(desk):
    desk.hand_in()
    WorkflowPage.objects.all().delete()

    desk.follow()

    assert said(desk.translation)["body.more"] == (OLD["body.more"], True)
    assert (desk.in_work, desk.fresh().current_workflow_state) == ([NEW["body.intro"]], None)


def test_some_of_those_who_may_answer_are_named_however_many_may_edit(desk):
    for number in range(25):
        desk.person(Role.EDITOR, name=f"A {number:02}")
    state = desk.hand_in()
    desk.answer(desk.reader, "approve", state)
    state = desk.fresh().current_workflow_task_state

    assert str(desk.publisher) in Reading(desk.translation, desk.fresh(), state, desk.reader).people

    counts = []
    for more in (5, 20):
        for number in range(more):
            desk.person(Role.PUBLISHER, name=f"B {number:02}")
        with CaptureQueriesContext(connection) as found:
            named = Reading(desk.translation, desk.fresh(), state, desk.reader).people
        assert len(named) == 5
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_stranger_hands_in_nothing_and_answers_nothing(desk, client):
    state = desk.hand_in()
    other = Course.objects.get(translation_key=CoursePageFactory(title="Other").translation_key)
    desk.course, course = other, desk.course
    outsider = desk.person(Role.EDITOR)
    desk.course = course
    for person in (None, UserFactory(), outsider):
        client.logout()
        if person:
            client.force_login(person)
        for sent in ({"action-submit": "1"}, {"step": state.pk, "action-workflow-action": "approve"}):
            assert client.post(desk.address, sent).status_code in (302, 403, 404)
    client.force_login(desk.writer)
    assert client.post(desk.address, {"step": state.pk, "action-workflow-action": "approve"})["Location"] == reverse("wagtailadmin_home")

    state.refresh_from_db()
    assert (state.status, desk.live) == ("in_progress", OLD["body.intro"])


def test_the_step_of_another_page_is_not_answered_from_here(desk, client):
    page = CoursePageFactory(title="Other")
    page.save_revision(user=desk.administrator)
    page.get_workflow().start(page, desk.administrator)
    client.force_login(desk.reader)

    answer = client.post(desk.address, {"step": page.current_workflow_task_state.pk, "action-workflow-action": "approve"})

    assert answer.status_code == 404
    assert page.current_workflow_task_state.status == "in_progress"


def test_where_the_course_asks_for_a_second_reading_nobody_publishes_past_it(desk, client):
    Course.objects.filter(pk=desk.course.pk).update(needs_second_reading=True)
    desk.hand_in()
    desk.answer(desk.reader, "approve")
    desk.answer(desk.publisher, "release")
    desk.type({"body.intro": "Непрочитане."})
    client.force_login(User.objects.get(pk=desk.publisher.pk))

    shown = client.post(desk.address, {"do": "publish"}, follow=True)
    client.post(reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk]), {"action": "publish"})
    later = client.get(desk.address).text

    assert "somebody else reads a draft before it goes live" in shown.text
    assert (shown.redirect_chain[-1][0], desk.live) == (desk.address, NEW["body.intro"])
    assert ("Publish the translation" in later, "Hand in for second reading" in later) == (False, True)
