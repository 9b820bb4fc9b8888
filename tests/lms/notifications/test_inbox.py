"""The inbox: the same notices on the site, nobody else's, and what was seen there does not come by e-mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from lms.core.personal_data import registered
from lms.notifications.handing import hand_over
from lms.notifications.inbox import PER_PAGE, see_kinds, see_kinds_and_count
from lms.notifications.models import Letter, LetterChoice
from tests.factories import LetterFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Letter.State


@pytest.fixture
def person(register_kind):
    register_kind("test")
    register_kind("must", priority=Letter.Priority.MUST)
    return UserFactory(language="en")


@pytest.fixture
def theirs(person):
    signed_in = Client()
    signed_in.force_login(person)
    return signed_in


def test_it_tells_what_went_and_what_did_not_the_newest_first(person, theirs):
    old = LetterFactory(kind="test", person=person, state=State.HANDED_OVER)
    Letter.objects.filter(pk=old.pk).update(created_at=now() - timedelta(days=3))
    LetterFactory(kind="test", person=person, state=State.NOT_SENT, reason="no_address")
    for hidden in ({"reason": "not_needed", "state": State.NOT_SENT}, {"due_at": now() + timedelta(days=1)}, {"priority": 1}):
        LetterFactory(kind="digest" if "priority" in hidden else "test", person=person, **hidden)

    page = theirs.get("/en/letters/")

    assert [one.letter.state for one in page.context["notices"]] == ["not_sent", "handed_over"]
    assert page.content.decode().count("You are enrolled in “Ten lessons”</a>") == 2


def test_an_inbox_is_nobody_elses(person, theirs):
    others = LetterFactory(kind="test")

    assert theirs.get("/en/letters/").context["notices"] == []
    assert theirs.get(f"/en/letters/{others.pk}/").status_code == 404
    theirs.post("/en/letters/seen/")
    others.refresh_from_db()
    assert others.seen_at is None
    assert Client().get("/en/letters/").status_code == 302


def test_opening_a_letter_leads_to_the_thing_and_spares_the_e_mail(person, theirs):
    letter = LetterFactory(kind="test", person=person)

    answer = theirs.get(f"/en/letters/{letter.pk}/")
    letter.refresh_from_db()
    hand_over(letter=letter)

    assert (answer.status_code, answer["Location"]) == (302, "/next")
    assert (letter.state, letter.reason, letter.seen_at is not None) == ("not_sent", "seen", True)
    assert mail.outbox == []
    assert [one.letter.pk for one in theirs.get("/en/letters/").context["notices"]] == [letter.pk]


def test_what_must_be_sent_goes_although_it_was_seen(person, theirs):
    letter = LetterFactory(kind="must", person=person)

    theirs.get(f"/en/letters/{letter.pk}/")
    letter.refresh_from_db()
    hand_over(letter=letter)

    assert len(mail.outbox) == 1


def test_all_are_seen_at_once(person, theirs):
    letters = LetterFactory.create_batch(3, kind="test", person=person)
    assert see_kinds_and_count(person=person, keys=()) == 3

    theirs.post("/en/letters/seen/")

    assert see_kinds_and_count(person=person, keys=()) == 0
    assert set(Letter.objects.values_list("state", "reason")) == {("not_sent", "seen")}
    assert theirs.get("/en/letters/seen/").status_code == 405
    assert len(letters) == 3


def test_the_page_that_tells_the_same_marks_it_seen_and_asks_once_where_nothing_is_new(person, django_assert_num_queries):
    letter, other = LetterFactory(kind="test", person=person, subject_key="7"), LetterFactory(kind="test", person=person)

    for queries in (2, 1):
        with django_assert_num_queries(queries):
            see_kinds(person=person, keys={"test"}, about=lambda each: each.subject_key == "7")
    hand_over(letter=other)

    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["not_sent", "handed_over"]
    assert letter.pk < other.pk


def test_a_page_that_counts_what_is_new_leaves_out_what_it_tells_itself(person, django_assert_num_queries):
    letter = LetterFactory(kind="test", person=person)
    LetterFactory(kind="must", person=person)

    for queries in (2, 1):
        with django_assert_num_queries(queries):
            assert see_kinds_and_count(person=person, keys={"test"}) == 1
    hand_over(letter=letter)

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("not_sent", "seen")


def test_a_letter_whose_rows_are_gone_is_shown_plainly(register_kind, person, theirs):
    register_kind("gone", context=lambda letter: Letter.objects.get(pk=0))
    letter = LetterFactory(kind="gone", person=person, state=State.HANDED_OVER)
    LetterFactory(kind="of-an-app-that-was-removed", person=person, state=State.HANDED_OVER)

    page = theirs.get("/en/letters/").content.decode()

    assert (">Test</a>" in page, ">of-an-app-that-was-removed</a>" in page) == (True, True)
    answer = theirs.get(f"/en/letters/{letter.pk}/", follow=True)
    assert "is no longer there" in answer.content.decode()


def test_what_is_wanted_not_at_all_is_not_there(person, theirs):
    LetterChoice.objects.create(person=person, kind="test", channel="none")
    letter = LetterFactory(kind="test", person=person)
    LetterFactory(kind="test", person=person, state=State.HANDED_OVER)

    hand_over(letter=letter)

    assert [one.letter.state for one in theirs.get("/en/letters/").context["notices"]] == ["handed_over"]


def test_the_page_asks_no_more_for_many_letters_than_for_few(person, theirs, django_assert_num_queries):
    LetterFactory(kind="test", person=person, state=State.HANDED_OVER)
    theirs.get("/en/letters/")
    with django_assert_num_queries(4):
        theirs.get("/en/letters/")

    LetterFactory.create_batch(40, kind="test", person=person, state=State.HANDED_OVER)
    with django_assert_num_queries(4):
        page = theirs.get("/en/letters/?page=2")

    assert (len(page.context["notices"]), page.context["page"].paginator.num_pages) == (PER_PAGE, 3)


def test_where_nothing_is_it_says_what_will_be(theirs):
    assert "No letters yet" in theirs.get("/en/letters/").content.decode()


def test_my_learning_leads_there_when_there_is_something_new(person, theirs):
    assert "new letter" not in theirs.get("/en/my/").content.decode()
    LetterFactory(kind="test", person=person, state=State.HANDED_OVER)
    assert "1 new letter" in theirs.get("/en/my/").content.decode()


def test_what_is_kept_of_it_is_handed_over_and_forgotten(person):
    LetterFactory(kind="test", person=person, state=State.HANDED_OVER, seen_at=now(), context={"enrolment": 1})
    data = next(each for each in registered() if each.key == "letters")

    assert (data.export(person)["rhythm"], data.export(person)["letters"][0]["seen_at"] is not None) == ("as_it_comes", True)
    data.erase(person)
    assert list(Letter.objects.values_list("context", "seen_at")) == [({}, None)]
