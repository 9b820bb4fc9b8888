"""What a learner meets, without a line of JavaScript: choosing, booking, waiting, moving, cancelling, asking, ticking off."""

from datetime import timedelta

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from courses.consultations.actions.settling import Agreed, Words, hold
from courses.consultations.listing import A_PAGE
from courses.consultations.models import Consultation
from courses.enrolment.models import Enrolment
from tests.factories import CohortFactory
from tests.factories.consultations import begun, booked, enrolment_of, learner, offerer, slot

pytestmark = pytest.mark.django_db
State = Consultation.State


class Somebody:
    def __init__(self, client, cohort):
        self.person = learner(cohort, language="en")
        self.enrolment = enrolment_of(self.person)
        self.client = client
        client.force_login(self.person)

    def times(self, **query):
        return self.client.get(reverse("find_time", args=[self.enrolment.pk]), query)

    def books(self, offered, name="slot"):
        return self.client.post(reverse("book_time", args=[self.enrolment.pk]), {name: offered.pk}, follow=True)

    @property
    def mine(self):
        return Consultation.objects.get(learner=self.person)


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def me(client, cohort):
    return Somebody(client, cohort)


def test_times_are_listed_by_day_with_place_phone_and_online(me, cohort):
    mentor = offerer(cohort, name="Hanna")
    at = now().replace(hour=9, minute=0) + timedelta(days=2)
    slot(cohort, mentor, starts_at=at, where="Library, School Street")
    slot(cohort, mentor, starts_at=at + timedelta(hours=1), mode="online", where="https://meet.example.org/secret", seats=4)
    slot(cohort, mentor, starts_at=at + timedelta(days=1), mode="phone", where="+380 44 000 00 00")

    page = me.times()
    online = me.times(how="online").text

    assert [len(day.times) for day in page.context["page"].days] == [2, 1]
    assert all(words in page.text for words in ("Library, School Street", "By phone", "Online", "4 places are free", "For you alone"))
    assert not any(words in page.text for words in ("meet.example.org", "+380"))  # for whoever comes
    assert ("Library" in online, "Online" in online) == (False, True)


def test_one_press_books_and_the_page_says_where(me, cohort):
    offered = slot(cohort, mode="online", where="https://meet.example.org/secret")

    text = me.books(offered).text

    assert "Booked. A letter with the entry for your calendar is on its way." in text
    assert 'href="https://meet.example.org/secret"' in text
    assert (me.mine.slot, me.mine.state) == (offered, State.BOOKED)


def test_whose_place_was_taken_a_moment_ago_is_first_on_the_waiting_list_and_told_so(me, cohort):
    offered = slot(cohort)
    me.times()
    booked(offered)

    text = me.books(offered).text

    assert "The last place was taken a moment ago. You are first on the waiting list." in text
    assert me.mine.state == State.ASKED


def test_waiting_says_the_number(me, cohort):
    offered = slot(cohort)
    for _ in range(3):
        booked(offered)

    assert "Wait for a place" in me.times().text
    assert "You are number 3 on the waiting list." in me.books(offered, "wait").text


def test_a_script_where_one_meets_is_no_link(me, cohort):
    text = me.books(slot(cohort, mode="online", where="javascript:alert(1)")).text

    assert 'href="javascript' not in text


def test_with_three_ahead_nothing_is_offered_to_press(me, cohort):
    mentor = offerer(cohort)
    for day in range(1, 5):
        offered = slot(cohort, mentor, starts_at=now() + timedelta(days=day))
        if day < 4:
            me.books(offered)

    page = me.times()

    assert page.context["page"].has_enough
    assert ("You have three consultations ahead" in page.text, 'name="slot"' in page.text) == (True, False)
    assert "You have three consultations ahead already." in me.books(offered).text


def test_moving_and_cancelling_ask_first(me, cohort):
    mentor = offerer(cohort)
    old, new = slot(cohort, mentor), slot(cohort, mentor, starts_at=now() + timedelta(days=4))
    me.books(old)
    address = {name: reverse(name, args=[me.mine.pk]) for name in ("move_consultation", "cancel_consultation")}

    me.client.get(address["move_consultation"])
    me.client.post(address["move_consultation"], {"slot": new.pk})
    moved = me.mine.slot
    question = me.client.get(address["cancel_consultation"]).text
    still = me.mine.state
    after = me.client.post(address["cancel_consultation"], {"reason": "Ill"}, follow=True).text

    assert (moved, still, me.mine.state) == (new, State.BOOKED, State.CANCELLED)
    assert "No, keep it" in question
    assert "It is cancelled." in after


def test_a_full_time_is_no_place_to_move_to(me, cohort):
    mentor = offerer(cohort)
    old, new = slot(cohort, mentor), slot(cohort, mentor, starts_at=now() + timedelta(days=4))
    me.books(old)
    booked(new)

    text = me.client.post(reverse("move_consultation", args=[me.mine.pk]), {"slot": new.pk}, follow=True).text

    assert "No place is free there. Everything stays as it was." in text
    assert me.mine.slot == old


def test_a_time_of_another_group_or_of_the_past_is_not_there(me, cohort):
    foreign, past = slot(), slot(cohort, starts_at=now() - timedelta(hours=1))

    for offered in (foreign, past):
        response = me.client.post(reverse("book_time", args=[me.enrolment.pk]), {"slot": offered.pk})
        assert response.status_code == 404
    assert me.client.post(reverse("book_time", args=[me.enrolment.pk]), {"slot": "x"}).status_code == 404


def test_who_has_left_the_group_finds_no_times(me):
    Enrolment.objects.update(state="withdrawn")

    assert me.times().status_code == 404


def test_asking_for_a_time_wants_words_and_says_who_reads_them(me, cohort):
    mentor = slot(cohort, offerer(cohort, name="Hanna")).offered_by
    address = reverse("ask_time", args=[me.enrolment.pk])

    empty = me.client.post(address, {"wish": " "})
    asked = me.client.post(address, {"wish": "Grants, on Tuesday"}, follow=True)

    assert ("Hanna reads this" in empty.text, empty.status_code, "Error:" in empty.text) == (True, 422, True)
    assert "You have asked for a time." in asked.text
    assert (me.mine.state, me.mine.mentor, me.mine.slot) == (State.ASKED, mentor, None)


def test_the_wish_can_be_said_after_booking(me, cohort):
    me.books(slot(cohort))

    me.client.post(reverse("consultation", args=[me.mine.pk]), {"wish": "My letter"})

    assert me.mine.wish == "My letter"


def test_the_entry_for_this_device_names_nobody_else(me, cohort):
    offered = slot(cohort, seats=2)
    other = booked(offered)
    me.books(offered)

    answer = me.client.get(reverse("consultation_ics", args=[me.mine.pk]))

    event = vobject.readOne(answer.content.decode()).vevent
    assert event.uid.value == f"{me.mine.uid}@localhost"
    assert str(other.learner.email) not in answer.content.decode()


def test_what_was_agreed_is_a_to_do_in_my_learning(me, cohort):
    me.books(slot(cohort))
    one = begun(me.mine)
    hold(consultation=one, by=one.mentor, minutes=30, words=Words(), agreed=[Agreed("Call the school")])

    before = me.client.get(reverse("my_learning")).text
    answer = me.client.post(reverse("agreed_done", args=[one.actions.get().pk]), {"from": "learning"})
    after = me.client.get(reverse("my_learning")).text

    assert answer["Location"] == reverse("my_learning")
    assert ("Call the school" in before, "Call the school" in after) == (True, False)


def test_somebody_elses_to_do_cannot_be_ticked(me, cohort):
    one = begun(booked(slot(cohort)))
    hold(consultation=one, by=one.mentor, minutes=30, words=Words(), agreed=[Agreed("Call the school")])

    assert me.client.post(reverse("agreed_done", args=[one.actions.get().pk])).status_code == 404


def test_empty_pages_say_what_will_be_there(me):
    assert "Nobody has offered a time yet." in me.times().text
    assert "What you book will be here." in me.client.get(reverse("my_consultations")).text


@pytest.mark.parametrize("number", [1, 3, 60])
def test_the_list_costs_the_same_however_many_there_are(me, cohort, django_assert_num_queries, number):
    mentor = offerer(cohort)
    for hour in range(number):
        slot(cohort, mentor, starts_at=now() + timedelta(days=1, hours=hour))
    me.times()

    with django_assert_num_queries(6):  # who, the enrolment, who works there, who is kept apart, the times, one's own
        page = me.times()

    shown = sum(len(day.times) for day in page.context["page"].days)
    assert shown == min(number, A_PAGE)
    assert (page.context["page"].more != "") == (number > A_PAGE)


def test_the_list_goes_on_behind_its_last_time_and_ends(me, cohort):
    mentor = offerer(cohort)
    made = [slot(cohort, mentor, starts_at=now() + timedelta(days=1, hours=hour // 2)) for hour in range(A_PAGE + 5)]

    seen, after = [], ""
    for _ in range(3):
        page = me.times(after=after).context["page"]
        seen += [one.pk for day in page.days for one in day.times]
        after = page.more
        if not after:
            break

    assert seen == [one.pk for one in made]


@pytest.mark.parametrize("after", ["x", "20261301T000000_1", "_", "20270101T000000000000_٣"])
def test_a_place_that_is_none_is_the_beginning(me, cohort, after):
    slot(cohort)

    assert len(me.times(after=after).context["page"].days) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_my_consultations_cost_the_same_however_many(me, cohort, django_assert_num_queries, number):
    mentor = offerer(cohort)
    for day in range(number):
        me.books(slot(cohort, mentor, starts_at=now() + timedelta(days=day + 1)))
    me.client.get(reverse("my_consultations"))

    with django_assert_num_queries(5):
        assert me.client.get(reverse("my_consultations")).text.count("card__link") == number


def test_what_has_begun_can_be_neither_moved_nor_cancelled_any_more(me, cohort):
    offered = slot(cohort)
    me.books(offered)
    one = begun(me.mine)

    text = me.client.get(reverse("consultation", args=[one.pk])).text
    moved = me.client.get(reverse("move_consultation", args=[one.pk]))
    refused = me.client.post(reverse("cancel_consultation", args=[one.pk]), {}, follow=True).text

    assert ("It has begun. What came of it will be here." in text, "Cancel the consultation" in text, moved.status_code) == (
        True,
        False,
        302,
    )
    assert "This time has begun already." in refused


def test_my_learning_asks_once_about_consultations_where_there_are_none(me):
    me.client.get(reverse("my_learning"))

    with CaptureQueriesContext(connection) as asked:
        me.client.get(reverse("my_learning"))

    assert sum("consultations_" in query["sql"] for query in asked) == 1
