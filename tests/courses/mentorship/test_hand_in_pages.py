"""The assignment's pages as the learner meets them: what is there, the last look, handing in, the receipt, taking it back."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from courses.enrolment.actions import give_extension, set_dates
from courses.mentorship.models import Iteration, ReviewTask, Submission
from courses.workbook.models import Entry
from tests.factories import UserFactory
from tests.factories.mentorship import mentor, paired, review_begun, reviewed, rubric, task_of

State = Submission.State


def test_the_page_shows_the_answers_as_they_stand_and_where_to_change_them(learner):
    Entry.objects.update(value={"text": "Two hundred <b>people</b>."})

    text = learner.reads("assignment").text

    assert "Not handed in yet" in text or "Begun, and not handed in yet." in text
    assert "Two hundred &lt;b&gt;people&lt;/b&gt;." in text
    assert f'href="{learner.address("hand_in_assignment")}"' in text or f'value="{learner.address("hand_in_assignment")}"' in text


def test_an_answer_for_ones_own_eyes_is_named_and_said_not_to_be_shown(learner):
    Entry.objects.update(value={"text": "My neighbour drinks."}, is_private=True)

    texts = [learner.reads("assignment").text, learner.reads("hand_in_assignment").text]

    assert all("My neighbour drinks." not in text for text in texts)
    assert "You keep this answer for your own eyes." in texts[0]
    assert "For your eyes only: not shown" in texts[1]


def test_the_rubric_can_be_looked_at_before(make_learner):
    text = make_learner(rubric=rubric().pk).reads("assignment").text

    assert "What your mentor looks at" in text
    assert "A neighbour understands it" in text


def test_before_handing_in_what_is_empty_is_said_kindly(make_learner):
    learner = make_learner(text=" ", files=2)
    learner.submission.value = {"text": "I am not sure."}
    learner.submission.save()

    text = learner.reads("hand_in_assignment").text

    assert "1 exercise is still empty. You may hand in all the same" in text
    assert ">Hand in</button>" in text


def test_nothing_at_all_cannot_be_handed_in(make_learner):
    learner = make_learner(text=" ")

    page, sent = learner.reads("hand_in_assignment").text, learner.sends("hand_in_assignment")

    assert "There is nothing to hand in yet." in page
    assert ">Hand in</button>" not in page
    assert (sent.status_code, sent["Location"], learner.state) == (302, learner.address("assignment"), State.DRAFT)
    assert Iteration.objects.count() == 0


def test_what_is_refused_leaves_nothing_begun_behind(make_learner):
    learner = make_learner(text=" ")
    Submission.objects.all().delete()

    learner.sends("hand_in_assignment")

    assert Submission.objects.count() == 0


@time_machine.travel("2026-11-26T10:00:00Z", tick=False)
def test_handed_in_there_is_a_receipt_with_its_code_and_the_day_of_the_answer(learner):
    answer = learner.sends("hand_in_assignment")
    one = Iteration.objects.get()

    receipt = learner.client.get(answer["Location"]).text
    page = learner.reads("assignment").text

    code = f"{one.receipt[:4]}-{one.receipt[4:]}"
    assert code in receipt
    assert "You will have an answer by Thursday, 3 December." in receipt
    assert f'href="{learner.address("assignment")}"' in receipt
    assert 'href=""' not in receipt
    assert f"Handed in 12:00, code {code}; you will have an answer by Thursday, 3 December." in page
    assert "go on with the next lesson" in page


def test_a_second_click_leads_to_the_same_receipt(learner):
    answers = [learner.sends("hand_in_assignment")["Location"] for _click in range(2)]

    assert answers[0] == answers[1]
    assert (Iteration.objects.count(), ReviewTask.objects.count()) == (1, 1)


def test_it_is_taken_back_after_being_asked_once_more(learner):
    learner.hands_in()

    question = learner.reads("take_back").text
    answers = [learner.sends("take_back") for _click in range(2)]

    assert "Nobody has opened it yet." in question
    assert [answer.status_code for answer in answers] == [302, 302]
    assert learner.state == State.DRAFT
    assert "You have taken it back." in learner.reads("assignment").text
    assert "Taken back" in learner.reads("assignment").text
    assert "This was taken back" in learner.reads("assignment_receipt", 1).text


def test_what_a_mentor_has_opened_cannot_be_taken_back(learner):
    review_begun(task_of(learner.hands_in()), mentor())

    page, question, answer = learner.reads("assignment").text, learner.reads("take_back"), learner.sends("take_back")

    assert "It is being read" in page
    assert ">Take it back<" not in page
    assert question.status_code == 302
    assert (answer.status_code, learner.state) == (302, State.HANDED_IN)
    assert "A mentor has opened it meanwhile" in learner.reads("assignment").text


def test_taken_back_after_a_review_it_is_the_learners_turn_as_before(learner):
    reviewed(task_of(learner.hands_in()), mentor())
    learner.hands_in()

    learner.sends("take_back")

    assert learner.state == State.RETURNED


def test_before_it_opens_it_can_be_prepared_and_not_handed_in(learner):
    set_dates(cohort=learner.enrolment.cohort, activity_id=learner.assignment.pk, opens_at=now() + timedelta(days=1))

    page, sent = learner.reads("assignment").text, learner.sends("hand_in_assignment")

    assert "The assignment has not opened yet." in page
    assert "Opens" in page
    assert 'name="text"' in page
    assert (sent.status_code, learner.state) == (302, State.DRAFT)


def test_after_closing_it_is_unofficial_and_that_is_said_before_and_after(learner):
    set_dates(cohort=learner.enrolment.cohort, activity_id=learner.assignment.pk, closes_at=now() - timedelta(days=1))

    page, check = learner.reads("assignment").text, learner.reads("hand_in_assignment").text
    one = learner.hands_in()

    assert all("it will be read, but it is unofficial" in text for text in (page, check))
    assert one.is_unofficial
    assert "it is unofficial" in learner.reads("assignment_receipt", 1).text
    assert "it is unofficial" in learner.reads("assignment").text


def test_an_extension_is_said_and_holds(learner):
    dates = {"activity_id": learner.assignment.pk}
    set_dates(cohort=learner.enrolment.cohort, closes_at=now() - timedelta(days=1), **dates)
    give_extension(enrolment=learner.enrolment, closes_at=now() + timedelta(days=3), by=mentor(), **dates)

    page = learner.reads("assignment").text

    assert "Closes for you" in page
    assert "unofficial" not in page
    assert not learner.hands_in().is_unofficial


def test_who_has_left_the_group_reads_and_does_not_hand_in(learner):
    type(learner.enrolment).objects.update(state="withdrawn")

    page, sent = learner.reads("assignment"), learner.sends("hand_in_assignment")

    assert page.status_code == 200
    assert "You are not studying in this group now." in page.text
    assert 'name="text"' not in page.text
    assert (sent.status_code, learner.state) == (302, State.DRAFT)


PAGES = [("assignment", []), ("hand_in_assignment", []), ("take_back", []), ("assignment_receipt", [1]), ("assignment_round", [1])]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_others_find_nothing_there(learner, name, more):
    learner.hands_in()
    paired(learner.enrolment, mentor(learner.enrolment.cohort))
    strangers = [Client(), Client(), Client()]
    strangers[1].force_login(UserFactory())
    strangers[2].force_login(mentor(learner.enrolment.cohort))

    answers = [client.get(learner.address(name, *more)) for client in strangers]

    assert [answer.status_code for answer in answers] == [302, 404, 404]
    assert "/account/login/" in answers[0]["Location"]


@pytest.mark.parametrize("name", ["hand_in_assignment", "take_back"])
def test_others_cannot_act(learner, name):
    if name == "take_back":
        learner.hands_in()
    before = learner.state
    other = Client()
    other.force_login(UserFactory())

    answers = [client.post(learner.address(name)) for client in (Client(), other)]

    assert ([answer.status_code for answer in answers], learner.state) == ([302, 404], before)


def test_a_round_that_is_not_there_is_not_there(learner):
    learner.hands_in()
    learner.sends("take_back")

    assert [learner.reads("assignment_round", number).status_code for number in (1, 2)] == [404, 404]


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_costs_the_same_however_many_rounds(make_learner, django_assert_max_num_queries, rounds):
    learner = make_learner(rounds=20)
    for _round in range(rounds):
        reviewed(task_of(learner.hands_in()), mentor())
    learner.reads("assignment")

    with django_assert_max_num_queries(18):
        learner.reads("assignment")
