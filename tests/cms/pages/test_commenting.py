"""What colleagues write on a draft reaches whoever wrote it through the ledger, and no mail of Wagtail's goes past it."""

import pytest
from django.urls import reverse
from wagtail.models import Comment, CommentReply, PageSubscription
from wagtail.users.models import UserProfile

from cms.pages.commenting import COMMENTED, post_comments
from lms.accounts.models import Role
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import UserFactory
from tests.factories.mentorship import mentor
from tests.factories.pages import CoursePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return mentor(role=Role.EDITOR, name="Writer")


@pytest.fixture
def reader():
    return mentor(role=Role.EDITOR, name="Reader")


@pytest.fixture
def page(writer):
    page = CoursePageFactory()
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    return page


def told():
    return list(Letter.objects.filter(kind=COMMENTED).order_by("pk").values_list("person__name", flat=True))


def comment(page, by, text="Who says so?"):
    return Comment.objects.create(page=page, user=by, text=text, contentpath="title")


def test_a_comment_in_the_page_editor_reaches_who_handed_the_page_in(page, writer, reader, client, settings, mailoutbox):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(reader)
    fields = {"title": page.title, "slug": page.slug, "summary": page.summary, "level": page.level, "hours": page.hours}
    of_comment = {
        "id": "",
        "text": "Who <says> so?",
        "contentpath": "title",
        "position": "",
        "replies-TOTAL_FORMS": 0,
        "replies-INITIAL_FORMS": 0,
    }
    forms = {"comments-TOTAL_FORMS": 1, "comments-INITIAL_FORMS": 0, **{f"comments-0-{name}": value for name, value in of_comment.items()}}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**fields, "topics": page.topics, **forms})

    assert (answer.status_code, told()) == (302, ["Writer"])
    (letter,) = Letter.objects.filter(kind=COMMENTED)
    for each in mailoutbox:
        assert "Who <says> so?" in each.body
    mailoutbox.clear()
    if letter.state == "queued":
        hand_over(letter=letter)
        (message,) = mailoutbox
        assert (message.to, "Reader: Who <says> so?" in message.body, "&lt;says&gt;" in message.alternatives[0][0]) == (
            [writer.email],
            True,
            True,
        )


def test_who_takes_part_and_who_asked_for_it_are_told_once_and_nobody_of_themselves(page, writer, reader):
    third, curious, silent = UserFactory(name="Third"), UserFactory(name="Curious"), UserFactory(name="Silent")
    PageSubscription.objects.create(page=page, user=curious, comment_notifications=True)
    PageSubscription.objects.create(page=page, user=silent, comment_notifications=True)
    UserProfile.objects.create(user=silent, updated_comments_notifications=False)
    asked = comment(page, reader)
    CommentReply.objects.create(comment=asked, user=third, text="I do.")

    post_comments(page=page, by=writer, comments=[], replies=[CommentReply.objects.create(comment=asked, user=writer, text="The council.")])

    assert sorted(told()) == ["Curious", "Reader", "Third"]


def test_what_was_resolved_or_read_in_the_editor_meanwhile_is_not_sent(page, writer, reader, client, settings, mailoutbox):
    settings.REQUIRE_SECOND_FACTOR = False
    resolved, read = comment(page, reader), comment(page, reader)
    (first,) = post_comments(page=page, by=reader, comments=[resolved], replies=[])
    Comment.objects.filter(pk=resolved.pk).update(resolved_at="2026-01-01T00:00:00Z")
    hand_over(letter=first)
    (second,) = post_comments(page=page, by=reader, comments=[read], replies=[])
    client.force_login(writer)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.reason, second.reason, mailoutbox) == ("not_needed", "seen", [])


def test_nothing_written_nothing_sent(page, reader):
    assert post_comments(page=page, by=reader, comments=[], replies=[]) == []
