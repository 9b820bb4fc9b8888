"""Many at the same moment: real threads, real connections, real commits."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils.timezone import now

from courses.consultations.actions.booking import book, cancel, change_wish, move
from courses.consultations.actions.offering import Offer, cancel_slot, change_slot, offer
from courses.consultations.actions.settling import Words, hold, walk_in
from courses.consultations.models import Consultation, Slot, Visitor
from courses.consultations.rules import Refusal, Refused
from courses.enrolment.actions import withdraw
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories.consultations import begun, booked, learner, offerer, slot

pytestmark = pytest.mark.django_db(transaction=True)
State = Consultation.State
PEOPLE = 200


def connections_to_be_had() -> int:
    """A server allows so many; others of this machine have some of them."""
    if connection.vendor == "sqlite":
        return PEOPLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int - (SELECT count(*) FROM pg_stat_activity)::int")
        return min(PEOPLE, max(cursor.fetchone()[0] - 15, 10))


def at_once(*deeds):
    """What each came to. All begin together; each has a connection of its own, as many at a time as the server gives."""
    ready, lines = threading.Barrier(len(deeds)), threading.Semaphore(connections_to_be_had())

    def run(deed):
        ready.wait()
        with lines:
            try:
                return deed()
            except Refused as refusal:
                return refusal.reason
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


def test_of_two_hundred_who_want_the_last_seat_one_gets_it_and_the_rest_are_told_their_place():
    cohort = CohortFactory()
    offered = slot(cohort)
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"Person {number}", password="!") for number in range(PEOPLE)
    )
    for person in people:
        EnrolmentFactory(learner=person, cohort=cohort)

    came = at_once(*[lambda one=person: book(slot=Slot.objects.get(pk=offered.pk), learner=one, by=one) for person in people])

    assert Counter((each.consultation.state, each.is_new) for each in came) == {("booked", True): 1, ("asked", True): PEOPLE - 1}
    assert sorted(each.place for each in came) == list(range(PEOPLE))
    assert list(offered.consultations.seated().values_list("seat", flat=True)) == [1]


def test_four_clicks_of_one_person_book_once():
    offered = slot(seats=3)
    person = learner(offered.cohort)

    came = at_once(*[lambda: book(slot=Slot.objects.get(pk=offered.pk), learner=person, by=person)] * 4)

    assert (len({each.consultation.pk for each in came}), sum(each.is_new for each in came)) == (1, 1)


def test_in_several_windows_nobody_books_more_than_three():
    cohort = CohortFactory()
    mentor, person = offerer(cohort), learner(cohort)
    offered = [slot(cohort, mentor, starts_at=now() + timedelta(days=day)) for day in range(1, 7)]

    at_once(*[lambda one=each: book(slot=Slot.objects.get(pk=one.pk), learner=person, by=person) for each in offered])

    assert Consultation.objects.filter(learner=person, state=State.BOOKED).count() == 3


def test_two_swap_their_times_or_keep_them_and_no_seat_is_lost():
    for _round in range(4):
        cohort = CohortFactory()
        mentor = offerer(cohort)
        one, other = slot(cohort, mentor), slot(cohort, mentor, starts_at=now() + timedelta(days=3))
        first, second = booked(one), booked(other)

        at_once(
            lambda a=first, b=other: move(consultation=Consultation.objects.get(pk=a.pk), to=b, by=a.learner),
            lambda a=second, b=one: move(consultation=Consultation.objects.get(pk=a.pk), to=b, by=a.learner),
        )

        assert [each.consultations.seated().count() for each in (one, other)] == [1, 1]


def test_a_cancelled_seat_is_given_once_while_others_book():
    for _round in range(4):
        offered = slot()
        first, waits = booked(offered), booked(offered)
        late = learner(offered.cohort)

        at_once(
            lambda a=first: cancel(consultation=Consultation.objects.get(pk=a.pk), by=a.learner),
            lambda s=offered, p=late: book(slot=Slot.objects.get(pk=s.pk), learner=p, by=p),
        )

        waits.refresh_from_db()
        assert (waits.state, offered.consultations.seated().count(), offered.consultations.waiting().count()) == (State.BOOKED, 1, 1)


def test_a_walk_in_sent_by_two_ways_is_logged_once():
    cohort = CohortFactory()
    mentor, name = offerer(cohort), new_ulid()

    came = at_once(
        *[lambda: walk_in(by=mentor, cohort=cohort, made_id=name, minutes=30, words=Words(topic="Grants"), new_name="Baba Halyna").pk] * 4
    )

    assert (len(set(came)), Consultation.objects.count(), Visitor.objects.count()) == (1, 1, 1)


def test_two_windows_of_a_mentor_do_not_offer_the_same_hour():
    cohort = CohortFactory()
    mentor = offerer(cohort)
    what = Offer(starts_at=now() + timedelta(days=1), minutes=60, zone="Europe/Kyiv")

    at_once(*[lambda: offer(cohort=cohort, by=mentor, what=what)] * 4)

    assert Slot.objects.count() == 1


def test_of_writing_down_and_cancelling_the_time_one_happens():
    for _round in range(6):
        one = begun(booked(slot()))

        held, _cancelled = at_once(
            lambda a=one: hold(consultation=Consultation.objects.get(pk=a.pk), by=a.mentor, minutes=30, words=Words(topic="Grants")).state,
            lambda a=one: cancel_slot(slot=Slot.objects.get(pk=a.slot_id), by=a.mentor).state,
        )

        one.refresh_from_db()
        if held == State.HELD:
            assert (one.state, one.topic, one.seat) == (State.HELD, "Grants", 1)
        else:
            assert (held, one.state, one.seat) == (Refusal.SETTLED, State.CANCELLED, None)


def test_a_word_written_while_the_time_is_changed_stays():
    for _round in range(6):
        one = booked(slot())
        what = Offer(starts_at=one.starts_at + timedelta(hours=1), minutes=45, zone="Europe/Kyiv", where="Club")

        at_once(
            lambda a=one: change_wish(consultation=a, wish="My letter"),
            lambda a=one, w=what: change_slot(slot=Slot.objects.get(pk=a.slot_id), by=a.mentor, what=w),
        )

        one.refresh_from_db()
        assert (one.wish, one.sequence) == ("My letter", 2)


def test_two_slots_that_move_the_same_person_up_at_once_do_not_give_a_fourth_booking():
    """The person has two ahead and waits in two slots; both places become free at the same moment."""
    for _round in range(4):
        cohort = CohortFactory()
        mentor, person = offerer(cohort), learner(cohort)
        for day in (1, 2):
            booked(slot(cohort, mentor, starts_at=now() + timedelta(days=day)), person)
        full = [slot(cohort, mentor, starts_at=now() + timedelta(days=day)) for day in (3, 4)]
        first = [booked(each) for each in full]
        for each in full:
            Consultation.objects.create(
                cohort=cohort, slot=each, learner=person, mentor=mentor, state=State.ASKED, starts_at=each.starts_at, minutes=45
            )

        at_once(*[lambda one=each: cancel(consultation=Consultation.objects.get(pk=one.pk), by=one.learner) for each in first])

        assert Consultation.objects.filter(learner=person, state=State.BOOKED).count() == 3


def test_slots_that_move_the_same_people_up_in_another_order_do_not_wait_for_each_other():
    """Two people wait in two slots, each first in one of them, while both move what they have."""
    for _round in range(4):
        cohort = CohortFactory()
        mentor, people = offerer(cohort), [learner(cohort), learner(cohort)]
        free = [slot(cohort, mentor, starts_at=now() + timedelta(days=day)) for day in (6, 7)]
        mine = [booked(slot(cohort, mentor, starts_at=now() + timedelta(days=day)), each) for day, each in zip((3, 4), people, strict=True)]
        for one, other in zip(mine, reversed(people), strict=True):
            booked(one.slot, other)

        at_once(
            *[
                lambda a=one, b=to: move(consultation=Consultation.objects.get(pk=a.pk), to=b, by=a.learner)
                for one, to in zip(mine, free, strict=True)
            ]
        )

        assert [Consultation.objects.filter(learner=each, state=State.BOOKED).count() for each in people] == [2, 2]


def test_of_leaving_and_booking_at_once_nothing_stays_booked():
    for _round in range(6):
        offered = slot(seats=3)
        person = learner(offered.cohort)

        at_once(
            lambda s=offered, p=person: book(slot=Slot.objects.get(pk=s.pk), learner=p, by=p),
            lambda p=person: withdraw(enrolment=Enrolment.objects.get(learner=p), by=p),
        )

        assert not Consultation.objects.filter(learner=person, state__in=Consultation.OPEN).exists()
