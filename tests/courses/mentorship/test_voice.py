"""What a learner says about a review: whether it helped, a second look, a report; and asking for another mentor."""

import pytest
from django.test import Client

from courses.mentorship.models import MentorRequest, Report, ReviewRating, ReviewTask, Submission
from tests.factories import UserFactory
from tests.factories.mentorship import mentor, paired, reviewed, task_of

State = Submission.State


@pytest.fixture
def answered(learner):
    reviewed(task_of(learner.hands_in()), mentor())
    return learner


def test_a_review_is_rated_and_the_rating_changed(answered):
    for chosen in ("yes", "no"):
        answered.sends("rate_review", 1, helpful=chosen, text="Short.")

    [rating] = ReviewRating.objects.all()
    assert (rating.is_helpful, rating.why) == (False, "Short.")
    assert "Change what I said" in answered.reads("assignment_round", 1).text


def test_a_rating_needs_a_choice(answered):
    words_back = answered.sends("rate_review", 1, text="Short.").text
    answered.sends("rate_review", 1)

    assert ReviewRating.objects.count() == 0
    assert ("Choose first whether the answer helped you." in words_back, ">Short.</pre>" in words_back) == (True, True)
    assert "Choose first whether the answer helped you." in answered.reads("assignment_round", 1).text


def test_what_is_finished_is_not_rated(answered):
    Submission.objects.update(state=State.CLOSED)

    assert answered.sends("rate_review", 1, helpful="yes").status_code == 409
    assert "Did it help you?" not in answered.reads("assignment_round", 1).text


def test_a_second_look_is_asked_for_in_words_once(answered):
    page, empty = answered.reads("appeal_review", 1), answered.sends("appeal_review", 1, text=" ")
    for _click in range(2):
        answered.sends("appeal_review", 1, text="I was not understood.")

    [appeal] = ReviewTask.objects.filter(reason=ReviewTask.Reason.APPEAL)
    assert (page.status_code, empty.status_code) == (200, 422)
    assert (appeal.appeal, appeal.is_for_supervisor, answered.state) == ("I was not understood.", True, State.HANDED_IN)
    text = answered.reads("assignment_round", 1).text
    assert "You asked for a second look" in text
    assert "Ask a supervisor for a second look" not in text
    assert answered.reads("appeal_review", 1).status_code == 302


def test_the_second_look_stands_above_the_first_answer(answered):
    answered.sends("appeal_review", 1, text="I was not understood.")
    appeal = ReviewTask.objects.get(reason=ReviewTask.Reason.APPEAL)
    reviewed(appeal, mentor(role="supervisor", name="Stepan"), "accepted", summary="It is right.")

    text = answered.reads("assignment_round", 1).text

    assert text.index("The second look") < text.index("The answer")
    assert "It is right." in text
    assert "I was not understood." in text
    assert answered.state == State.ACCEPTED


def test_an_earlier_round_is_not_looked_at_again(answered):
    reviewed(task_of(answered.hands_in()), mentor())

    assert "second look" not in answered.reads("assignment_round", 1).text
    assert answered.sends("appeal_review", 1, text="Look.").status_code == 409
    assert answered.state == State.RETURNED


def test_a_report_is_made_once_at_any_time_and_its_answer_is_shown(answered):
    Submission.objects.update(state=State.CLOSED)

    page, empty = answered.reads("report_review", 1), answered.sends("report_review", 1, text="")
    for _click in range(2):
        answered.sends("report_review", 1, text="It was rude.")
    said = answered.reads("assignment_round", 1).text
    Report.objects.update(settled_at="2026-11-26T10:00:00Z", answer="We have spoken with the mentor.")

    assert (page.status_code, empty.status_code) == (200, 422)
    assert [report.text for report in Report.objects.all()] == ["It was rude."]
    assert "the mentor does not" in said
    assert "We have spoken with the mentor." in answered.reads("assignment_round", 1).text


def test_another_mentor_is_asked_for_once(answered):
    paired(answered.enrolment, mentor(answered.enrolment.cohort, name="Iryna"))

    page = answered.reads("ask_for_another_mentor")
    for _click in range(2):
        answered.sends("ask_for_another_mentor", text="We do not understand each other.")
    text = answered.reads("assignment").text

    [asked] = MentorRequest.objects.all()
    assert (page.status_code, asked.reason, asked.mentor.name) == (200, "We do not understand each other.", "Iryna")
    assert "You asked for another mentor" in text
    assert ">Ask for another mentor<" not in text


def test_who_has_no_mentor_asks_for_none(answered):
    assert answered.reads("ask_for_another_mentor").status_code == 302

    answered.sends("ask_for_another_mentor", text="One, please.")

    assert MentorRequest.objects.count() == 0


DEEDS = [("rate_review", [1]), ("appeal_review", [1]), ("report_review", [1]), ("ask_for_another_mentor", [])]


@pytest.mark.parametrize(("name", "more"), DEEDS)
def test_others_say_nothing(answered, name, more):
    paired(answered.enrolment, mentor(answered.enrolment.cohort))
    other, reviewer = Client(), Client()
    other.force_login(UserFactory())
    reviewer.force_login(ReviewTask.objects.get().settled_by)

    answers = [client.post(answered.address(name, *more), {"helpful": "yes", "text": "x"}) for client in (Client(), other, reviewer)]

    assert [answer.status_code for answer in answers] == [401, 404, 404]
    assert (ReviewRating.objects.count(), Report.objects.count(), MentorRequest.objects.count(), answered.state) == (
        0,
        0,
        0,
        State.RETURNED,
    )


def test_nothing_is_said_about_a_round_that_nobody_has_answered(learner):
    learner.hands_in()

    codes = [learner.sends(name, *more, helpful="yes", text="x").status_code for name, more in DEEDS[:3]]

    assert codes == [404, 404, 404]
