"""The answer to an autosave comes late on a bad line: the next save sends its comment as new once more."""

import pytest
from django.urls import reverse
from wagtail.models import Comment, CommentReply

from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory

pytestmark = pytest.mark.django_db
ASKS = {"text": "Who says so?", "contentpath": "title", "position": ""}


def sent(page, *comments, replies=()):
    """The form as the browser sends it: comments with the id that it knows, or none; replies belong to the first."""
    known = [one for one in comments if one.get("id")]
    data = {"title": page.title, "slug": page.slug, "level": page.level, "hours": page.hours, "topics": page.topics}
    data |= {"comments-TOTAL_FORMS": len(comments), "comments-INITIAL_FORMS": len(known)}
    for place, one in enumerate(comments):
        of_this = replies if place == 0 else ()
        data |= {f"comments-{place}-{name}": value for name, value in ({"id": ""} | one).items()}
        data |= {f"comments-{place}-replies-TOTAL_FORMS": len(of_this), f"comments-{place}-replies-INITIAL_FORMS": 0}
        for number, text in enumerate(of_this):
            data |= {f"comments-{place}-replies-{number}-id": "", f"comments-{place}-replies-{number}-text": text}
    return data


@pytest.fixture
def save(editor):
    page = CoursePageFactory()

    def post(*comments, **options):
        answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent(page, *comments, **options))
        assert answer.status_code == 302
        return list(Comment.objects.filter(page=page).order_by("pk"))

    return post


def test_what_comes_as_new_again_is_there_once_and_keeps_when_it_was_written(save):
    [first] = save(ASKS)

    [again] = save(ASKS)

    assert (again.pk, again.created_at, again.revision_created) == (first.pk, first.created_at, first.revision_created)


def test_so_is_a_reply(save):
    [asked] = save(ASKS)
    for _time in range(2):
        save(ASKS | {"id": asked.pk}, replies=["The council."])

    assert [reply.text for reply in CommentReply.objects.filter(comment=asked)] == ["The council."]


def test_a_reply_that_comes_with_its_comment_again_is_there_once(save):
    for _time in range(2):
        [asked] = save(ASKS, replies=["The council."])

    assert CommentReply.objects.filter(comment=asked).count() == 1


def test_whoever_says_the_same_again_means_it(save):
    [first] = save(ASKS)

    assert len(save(ASKS | {"id": first.pk}, ASKS)) == 2


def test_other_words_another_place_and_another_person_are_other_comments(save, client):
    save(ASKS)
    save(ASKS | {"text": "Who?"})
    assert len(save(ASKS | {"contentpath": "summary"})) == 3
    client.force_login(UserFactory(is_superuser=True))

    assert len(save(ASKS)) == 4


def test_what_was_resolved_meanwhile_can_be_asked_anew(save):
    [first] = save(ASKS)
    save(ASKS | {"id": first.pk, "resolved": "on"})

    [anew] = save(ASKS)  # Wagtail drops what is resolved with the save after it

    assert (anew.pk == first.pk, anew.resolved_at) == (False, None)
