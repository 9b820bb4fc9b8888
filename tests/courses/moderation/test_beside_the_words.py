"""A comment and an hour are no words: whoever adds one has written nothing, and what was read stays read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime, now
from wagtail.models import Comment, PageLogEntry

from courses.moderation.rules import is_read
from tests.factories import UserFactory
from tests.support.page_forms import hidden_fields, lesson_form

from .test_workflow import live_words

pytestmark = pytest.mark.django_db


def comment(desk, by, text="Who says so?"):
    """As the editor saves it: with a draft."""
    page = desk.fresh().get_latest_revision_as_object()
    page.wagtail_admin_comments.add(Comment(user=by, text=text, contentpath="title"))
    page.save_revision(user=by)


def set_hour(desk, by, hours=48):
    page = desk.fresh().get_latest_revision_as_object()
    page.go_live_at = now() + timedelta(hours=hours)
    page.save_revision(user=by)


def test_who_comments_while_reading_approves_and_what_was_read_goes_on(desk):
    desk.hand_in(title="People we serve")
    comment(desk, desk.reader)
    comment(desk, desk.reader, "And who else?")

    assert desk.offered(desk.reader) == ["approve", "approve", "reject"]
    assert desk.answer(desk.reader, "approve") is None
    comment(desk, desk.publisher)
    assert desk.answer(desk.publisher, "release") is None
    assert (live_words(desk), desk.fresh().current_workflow_state) == ("People we serve", None)
    assert Comment.objects.filter(page=desk.lesson).count() == 3


def test_a_comment_on_ones_own_words_leaves_them_ones_own(desk):
    desk.hand_in()
    desk.write(desk.reader, text="Mended while reading.")
    comment(desk, desk.reader)
    comment(desk, desk.administrator)

    assert (desk.offered(desk.reader), desk.offered(desk.administrator)) == (["reject"], ["approve", "approve", "reject"])
    assert desk.answer(desk.administrator, "approve").endswith("/changed/")
    assert (desk.offered(desk.reader), desk.offered(desk.administrator)) == (["reject"], ["approve", "approve", "reject"])


def test_what_its_writer_hands_in_again_may_be_approved_by_who_mended_it(desk):
    desk.hand_in(text="First.")
    desk.write(desk.reader, text="Mended while reading.")
    desk.answer(desk.reader, "reject", comment="Is that what you mean?")

    desk.hand_in(text="Mended while reading.")

    assert desk.offered(desk.reader) == ["approve", "approve", "reject"]


def test_an_hour_that_is_set_after_the_second_reading_asks_for_no_other_reading(desk):
    desk.hand_in(title="People we serve")
    desk.answer(desk.reader, "approve")
    set_hour(desk, desk.publisher)

    assert is_read(desk.fresh())
    assert desk.answer(desk.publisher, "release") is None

    page = desk.fresh()
    assert (live_words(desk), page.current_workflow_state) == ("People", None)
    assert page.scheduled_revision.pk == page.latest_revision_id


def test_another_word_beside_the_hour_is_read(desk):
    desk.hand_in(title="Read")
    desk.answer(desk.reader, "approve")
    desk.write(desk.publisher, title="Nobody read this")
    set_hour(desk, desk.publisher)

    assert not is_read(desk.fresh())
    assert desk.answer(desk.publisher, "release").endswith("/changed/")


def test_the_history_says_of_nothing_that_was_read_that_nobody_read_it(desk, client):
    desk.hand_in()
    desk.answer(desk.reader, "approve")
    set_hour(desk, desk.publisher)

    client.force_login(desk.publisher)
    address = reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])
    page = desk.fresh().get_latest_revision_as_object()
    hour = localtime(page.go_live_at).strftime("%Y-%m-%d %H:%M")
    hidden = hidden_fields(client.get(address).text)
    client.post(address, lesson_form(page, **hidden, **{"go_live_at": hour, "action-publish": "1"}))

    assert desk.fresh().scheduled_revision
    assert not PageLogEntry.objects.filter(page=desk.lesson.pk, action="moderation.skip").exists()


@pytest.mark.parametrize(("hours", "said"), [(48, "Goes live without a second reading"), (None, "Published without a second reading")])
def test_the_history_says_whether_what_nobody_read_is_live_or_will_be(desk, client, hours, said):
    desk.write(desk.publisher)
    client.force_login(desk.publisher)
    address = reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])
    hour = localtime(now() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M") if hours else ""
    form = lesson_form(desk.fresh().get_latest_revision_as_object(), **hidden_fields(client.get(address).text))

    client.post(address, form | {"go_live_at": hour, "action-publish": "1"})

    assert str(PageLogEntry.objects.get(page=desk.lesson.pk, action="moderation.skip").message) == said


def test_whoever_lets_go_live_what_was_read_has_one_button_for_it(desk, client):
    desk.hand_in()
    client.force_login(desk.publisher)
    address = reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])
    while_it_is_read = client.get(address).text
    desk.answer(desk.reader, "approve")
    read = client.get(address).text

    assert [("action-publish" in page, 'action-name="release"' in page) for page in (while_it_is_read, read)] == [
        (True, False),
        (False, True),
    ]


def test_a_dialog_that_is_not_open_to_a_person_any_more_says_why(desk, client):
    state = desk.hand_in()
    client.force_login(desk.reader)
    address = reverse("wagtailadmin_pages:collect_workflow_action_data", args=[desk.lesson.pk, "approve", state.pk])
    assert "form" in client.get(address).json()["html"]

    desk.write(desk.reader, text="Mended while reading.")
    mended = client.get(address)
    desk.write(desk.administrator, text="And once more.")
    desk.answer(desk.administrator, "reject", comment="No.")
    client.force_login(UserFactory())

    assert "what you wrote is read by somebody else" in mended.json()["html"]
    assert client.get(address).status_code == 302


def test_autosave_leaves_a_draft_alone_that_somebody_was_asked_about(desk, client):
    desk.hand_in(title="Handed in")
    comment(desk, desk.publisher)
    desk.answer(desk.publisher, "approve")
    page = desk.fresh()
    asked_about = page.latest_revision_id
    client.force_login(desk.publisher)
    address = reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])
    form = lesson_form(page.get_latest_revision_as_object(), **hidden_fields(client.get(address).text)) | {"title": "Typed on"}

    answer = client.post(address, form | {"overwrite_revision_id": asked_about}, headers={"accept": "application/json"}).json()
    again = client.post(address, form | {"overwrite_revision_id": answer["revision_id"]}, headers={"accept": "application/json"}).json()

    titles = list(page.revisions.order_by("pk").values_list("content__title", flat=True))
    assert titles[-2:] == ["Handed in", "Typed on"]
    assert again["revision_id"] == answer["revision_id"] != asked_about
    assert desk.answer(desk.publisher, "release").endswith("/changed/")


def pressed(client, desk, button, **more):
    """A button of the editor that answers, and what the person reads then."""
    address = reverse("wagtailadmin_pages:edit", args=[desk.lesson.pk])
    form = lesson_form(desk.fresh().get_latest_revision_as_object(), **hidden_fields(client.get(address).text))
    answer = client.post(address, form | {"action-workflow-action": "true", "workflow-action-name": button} | more, follow=True)
    return [str(said).partition("\n")[0].strip() for said in answer.context["messages"]]


def test_who_answers_reads_what_became_of_it(desk, client):
    desk.hand_in(title="People we serve")
    client.force_login(desk.reader)
    assert pressed(client, desk, "approve") == ["Your answer counts. The next step of “People we serve”: Publishing."]
    client.force_login(desk.publisher)
    assert pressed(client, desk, "release") == ["“People we serve” is live."]

    desk.hand_in(title="Them")
    client.force_login(desk.reader)
    assert pressed(client, desk, "reject", **{"workflow-action-extra-data": '{"comment": "Who?"}'}) == [
        "“Them” has gone back with your words to whoever handed it in."
    ]


def test_an_hour_is_said_and_a_button_that_is_too_old_says_so(desk, client):
    desk.hand_in()
    desk.write(desk.reader, text="Mended while reading.")
    client.force_login(desk.reader)
    assert pressed(client, desk, "approve")[0].startswith("You have changed something while reading")

    desk.answer(desk.administrator, "reject", comment="No.")
    desk.hand_in()
    desk.answer(desk.reader, "approve")
    set_hour(desk, desk.publisher)
    client.force_login(desk.publisher)
    hour = localtime(desk.fresh().get_latest_revision_as_object().go_live_at).strftime("%Y-%m-%d %H:%M")
    assert pressed(client, desk, "release", go_live_at=hour)[0].startswith("The draft of “People” goes live by itself: ")
