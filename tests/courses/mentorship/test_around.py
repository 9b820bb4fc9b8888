"""Where a review shows outside its own pages: "My learning", "What is still missing", the lesson itself."""

import pytest
from django.test import Client

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Activity
from courses.enrolment.progress import progress_of
from courses.mentorship.actions.reviewing import add_comment
from courses.mentorship.models import Comment
from lms.core.log.ulid import new_ulid
from tests.factories import EnrolmentFactory
from tests.factories.mentorship import mentor, review_begun, reviewed, task_of

from .test_card import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    one = Reader(client)
    one.answers("village")
    return one


def returned(reader, overall="do_again"):
    one = reader.hands_in()
    activity = Activity.objects.get(block_id="village")
    add_comment(review=review_begun(task_of(one), mentor()), made_id=new_ulid(), text="Who exactly?", activity=activity)
    reviewed(task_of(one), task_of(one).reviews.get().reviewer, overall)
    return Comment.objects.get()


def test_my_learning_shows_first_what_came_back(reader):
    before = reader.client.get("/en/my/").text
    returned(reader)

    text = reader.client.get("/en/my/").text

    assert "Your mentor has answered" not in before
    assert "Your mentor has answered: 1 comment." in text
    assert f'href="{reader.place}round/1/#first-open"' in text
    assert text.index("Read the answer") < text.index("lessons done")


def test_what_was_accepted_is_shown_until_it_was_looked_at(reader):
    returned(reader, "accepted")

    before = reader.client.get("/en/my/").text
    reader.client.get(f"{reader.place}round/1/")

    assert "Accepted:" in before
    assert "Accepted:" not in reader.client.get("/en/my/").text


def test_what_is_still_missing_leads_to_the_assignment(reader):
    text = reader.client.get(f"/en/my/{reader.enrolment.pk}/why-not-yet/").text

    assert f'href="{reader.place}"' in text


def test_a_pending_review_locks_nothing_and_an_accepted_one_is_a_step_done(reader):
    before = progress_of(reader.enrolment)
    returned(reader, "accepted")

    after = progress_of(reader.enrolment)

    assert reader.reads()  # the lesson is open all the while
    assert (after.total, after.done) == (before.total, before.done + 1)


def test_from_a_comment_to_the_exercise_and_back(reader):
    comment = returned(reader)
    round_page = reader.client.get(f"{reader.place}round/1/").text
    link = f"?comment={comment.pk}#b-village"

    lesson = reader.client.get(lesson_url(reader.lesson, "en"), {"comment": comment.pk}).text

    assert link in round_page
    assert "Who exactly?" in lesson
    assert f'href="{reader.place}round/1/#c{comment.pk}"' in lesson
    assert lesson.index('id="b-village"') < lesson.index("Who exactly?") < lesson.index('id="b-people"')


@pytest.mark.parametrize("asked", ["x", "999999", "9" * 30, ""])
def test_other_comments_are_not_shown_beside_exercises(reader, asked):
    comment = returned(reader)
    other = Client()
    other.force_login(EnrolmentFactory(cohort=reader.enrolment.cohort).learner)
    url = lesson_url(reader.lesson, "en")

    assert "Who exactly?" not in reader.client.get(url, {"comment": asked}).text
    assert "Who exactly?" not in other.get(url, {"comment": comment.pk}).text
    assert "Who exactly?" not in Client().get(url, {"comment": comment.pk}).text
