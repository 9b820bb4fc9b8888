"""The letters a learner gets about what they handed in."""

import pytest
from django.test import Client
from django.utils.timezone import now

from courses.mentorship.actions.handing_in import take_back
from courses.mentorship.letters import ACCEPTED, HANDED_IN, KINDS, LATE, RETURNED, post_new_date
from courses.mentorship.models import Review
from lms.notifications import kinds
from lms.notifications.handing import hand_over
from lms.notifications.message import compose
from lms.notifications.models import Letter
from tests.factories.mentorship import handed_in, mentor, reviewed, task_of

pytestmark = pytest.mark.django_db


def words(letter):
    message = compose(letter, kinds.get(letter.kind))
    return message.subject, message.body, message.alternatives[0][0]


def test_only_what_came_back_must_be_sent():
    assert {kind.key: (kind.must_send, kind.can_stop) for kind in KINDS} == {
        HANDED_IN: (False, True), RETURNED: (True, False), ACCEPTED: (False, True), LATE: (False, True),
    }  # fmt: skip


def test_handing_in_brings_a_receipt_with_its_code_and_the_promise():
    iteration = handed_in()

    letter = Letter.objects.get(kind=HANDED_IN)
    subject, body, _html = words(letter)

    code = f"{iteration.receipt[:4]}-{iteration.receipt[4:]}"
    assert subject == f"“Show your mentor” has arrived: {code}"
    assert "You will have an answer by" in body
    assert f"/en/my/{iteration.submission.enrolment_id}/assignment/{iteration.submission.assignment_id}/" in body


@pytest.mark.parametrize("then", ["taken back", "answered"])
def test_the_receipt_does_not_go_when_there_is_other_news(then):
    iteration = handed_in()
    letter = Letter.objects.get(kind=HANDED_IN)
    before = kinds.get(HANDED_IN).still_needed(letter)

    if then == "answered":
        reviewed(task_of(iteration), mentor())
    else:
        take_back(submission=iteration.submission)

    assert (before, kinds.get(HANDED_IN).still_needed(letter)) == (True, False)


def test_a_review_brings_one_letter_that_opens_at_the_first_comment():
    review = reviewed(task_of(handed_in()), mentor())

    letter = Letter.objects.get(kind=RETURNED)
    subject, body, html = words(letter)

    submission = review.task.submission
    link = f"/en/my/{submission.enrolment_id}/assignment/{submission.assignment_id}/round/1/#first-open"
    assert letter.person == submission.enrolment.learner
    assert "Show your mentor" in subject
    assert link in body
    assert link in html
    assert len(html) < 20_000


def test_an_accepted_one_says_so():
    reviewed(task_of(handed_in()), mentor(), "accepted")
    assert not Letter.objects.filter(kind=RETURNED).exists()
    letter = Letter.objects.get(kind=ACCEPTED)
    letter.person.language = "en"

    subject, body, _html = words(letter)

    assert subject == "“Show your mentor” is accepted"
    assert "You can answer until" in body


def test_what_was_seen_on_the_site_is_not_written_about():
    review = reviewed(task_of(handed_in()), mentor())
    letter = Letter.objects.get(kind=RETURNED)
    before = kinds.get(RETURNED).still_needed(letter)

    client = Client()
    client.force_login(review.task.learner)
    client.get(f"/en/my/{review.task.submission.enrolment_id}/assignment/{review.task.submission.assignment_id}/round/1/")

    assert (before, kinds.get(RETURNED).still_needed(letter)) == (True, False)


def test_a_new_date_is_told_once_with_a_link():
    task = task_of(handed_in())

    letters = [post_new_date(task), post_new_date(task)]
    letters[0].person.language = "en"
    subject, body, _html = words(letters[0])

    assert letters[0] == letters[1]
    assert "you have an answer by" in subject
    assert f"/en/my/{task.submission.enrolment_id}/assignment/{task.submission.assignment_id}/" in body


def test_a_review_of_somebody_whose_words_are_gone_is_not_written_about():
    review = reviewed(task_of(handed_in()), mentor())
    letter = Letter.objects.get(kind=RETURNED)
    type(review.task.learner).objects.filter(pk=review.task.learner.pk).update(erased_at=now())
    letter.refresh_from_db()

    hand_over(letter=letter)
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (Letter.State.NOT_SENT, Letter.Reason.ERASED)
    assert Review.objects.count() == 1
