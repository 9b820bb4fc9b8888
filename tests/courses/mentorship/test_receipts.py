"""Receipts and their codes, looked up by whoever works for the cohort."""

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.actions.handing_in import take_back
from lms.core.codes import ALPHABET, new_code, shown, tidied
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, submission

PLACE = "/en/mentor/receipt/"


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8), st.sampled_from(["", " ", "-", " - "]))
def test_a_code_is_read_however_it_is_typed(code, between):
    assert tidied(f"{code[:4]}{between}{code[4:]}".lower()) == code
    assert tidied(shown(code)) == code


def test_letters_of_a_cyrillic_keyboard_are_taken_for_what_they_look_like():
    assert tidied("авек-мнрс") == "ABEKMHPC"
    assert tidied("ТХ23 4567") == "TX234567"


def test_codes_have_no_letters_that_look_alike():
    assert set(new_code()) <= set(ALPHABET)
    assert not set("01OILU") & set(ALPHABET)


@pytest.fixture
def one(db):
    return handed_in()


def asks(person, code):
    client = Client()
    client.force_login(person)
    return client.get(PLACE, {"code": code})


@pytest.mark.parametrize("role", ["mentor", "coordinator", "supervisor", "administrator"])
def test_who_works_for_the_cohort_finds_it(one, role):
    cohort = one.submission.enrolment.cohort
    person = mentor(None if role == "administrator" else cohort, role=role)

    answer = asks(person, shown(one.receipt).lower())

    assert answer.status_code == 200
    assert all(word in answer.text for word in ("Олена Ґудзь", "Show your mentor", "Round 1", shown(one.receipt)))


def test_it_says_that_it_was_taken_back(one):
    take_back(submission=one.submission)

    assert "took this back" in asks(mentor(one.submission.enrolment.cohort), one.receipt).text


def test_nobody_finds_what_is_of_another_cohort(one):
    answers = [asks(mentor(CohortFactory()), one.receipt), asks(mentor(one.submission.enrolment.cohort), "2222-2222")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("No receipt with this code" in answer.text for answer in answers)
    assert all("Show your mentor" not in answer.text for answer in answers)


def test_learners_look_nothing_up(one):
    stranger = Client().get(PLACE)
    others = [asks(person, one.receipt).status_code for person in (one.submission.enrolment.learner, UserFactory())]

    assert (stranger.status_code, others) == (302, [403, 403])


@time_machine.travel("2026-11-26T10:00:00Z", tick=False)
def test_codes_cannot_be_tried_one_after_the_other(one):
    client = Client()
    client.force_login(mentor(one.submission.enrolment.cohort))

    codes = [client.get(PLACE, {"code": f"2222-22{n:02}"}).status_code for n in range(32)]

    assert (codes[0], codes[-1]) == (404, 429)


@pytest.mark.django_db
def test_each_round_has_its_own():
    made = submission()
    first = handed_in(made)
    take_back(submission=made)

    assert handed_in(made).receipt != first.receipt
