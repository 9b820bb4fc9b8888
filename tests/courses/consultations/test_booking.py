"""Booking, waiting, moving, cancelling: what one person does after another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.consultations.actions.booking import ask_for_time, book, cancel, move
from courses.consultations.actions.offering import Offer, cancel_slot, change_slot
from courses.consultations.actions.seats import place_in_line
from courses.consultations.models import Consultation, ConsultationEvent, Slot
from courses.consultations.rules import Refusal, Refused
from courses.enrolment.models import Enrolment
from tests.factories import CohortFactory, UserFactory
from tests.factories.consultations import begun, booked, learner, offerer, slot, visitor

pytestmark = pytest.mark.django_db
State = Consultation.State


def refusal(deed) -> Refusal:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.reason


def seats(of):
    return sorted(of.consultations.seated().values_list("seat", flat=True))


def states(*consultations):
    return [Consultation.objects.get(pk=one.pk).state for one in consultations]


def test_the_lowest_free_seat_is_given_and_the_next_one_waits():
    offered = slot(seats=2)

    first, second, third = (booked(offered) for _ in range(3))

    assert [one.seat for one in (first, second, third)] == [1, 2, None]
    assert [one.state for one in (first, second, third)] == [State.BOOKED, State.BOOKED, State.ASKED]
    assert place_in_line(third) == 1


def test_a_second_click_books_nothing_more():
    offered = slot(seats=3)
    person = learner(offered.cohort)

    one = book(slot=offered, learner=person, by=person)
    again = book(slot=offered, learner=person, by=person)

    assert (one.consultation.pk, one.is_new, again.is_new) == (again.consultation.pk, True, False)
    assert seats(offered) == [1]


def test_a_seat_that_becomes_free_goes_to_who_waits_longest():
    offered = slot()
    first, second, third = (booked(offered) for _ in range(3))

    cancel(consultation=first, by=first.learner, reason="The bus does not run.")

    assert states(first, second, third) == [State.CANCELLED, State.BOOKED, State.ASKED]
    assert place_in_line(third) == 1
    assert list(second.events.values_list("what", flat=True)) == ["asked", "moved_up"]


def test_moving_gives_the_old_seat_to_who_waits_and_keeps_the_uid():
    old, new = slot(), None
    new = slot(old.cohort, old.offered_by, starts_at=now() + timedelta(days=3))
    mine, waiting = booked(old), booked(old)
    before = (mine.uid, mine.sequence)

    moved = move(consultation=mine, to=new, by=mine.learner)

    assert (moved.slot, moved.seat, moved.starts_at) == (new, 1, new.starts_at)
    assert (moved.uid, moved.sequence) == (before[0], before[1] + 1)
    assert states(waiting) == [State.BOOKED]


def test_moving_to_a_full_time_leaves_everything_as_it_was():
    old = slot()
    new = slot(old.cohort, old.offered_by, starts_at=now() + timedelta(days=3))
    booked(new)
    mine = booked(old)

    why = refusal(lambda: move(consultation=mine, to=new, by=mine.learner))

    mine.refresh_from_db()
    assert (why, mine.slot, mine.seat, mine.sequence) == (Refusal.FULL, old, 1, 1)


def test_three_ahead_are_as_many_as_one_may_have():
    cohort = CohortFactory()
    mentor, person = offerer(cohort), learner(cohort)
    offered = [slot(cohort, mentor, starts_at=now() + timedelta(days=day)) for day in range(1, 6)]
    for one in offered[:3]:
        booked(one, person)

    assert refusal(lambda: booked(offered[3], person)) == Refusal.TOO_MANY
    begun(Consultation.objects.filter(learner=person).first())
    assert booked(offered[4], person).state == State.BOOKED


def test_who_has_three_ahead_keeps_waiting_and_the_next_moves_up():
    cohort = CohortFactory()
    mentor, busy = offerer(cohort), learner(cohort)
    offered = slot(cohort, mentor)
    first, waits, next_one = booked(offered), booked(offered, busy), booked(offered)
    for day in range(3, 6):
        booked(slot(cohort, mentor, starts_at=now() + timedelta(days=day)), busy)

    cancel(consultation=first, by=first.learner)

    assert states(waits, next_one) == [State.ASKED, State.BOOKED]


def test_two_at_the_same_time_are_not_booked():
    cohort = CohortFactory()
    person = learner(cohort)
    booked(slot(cohort), person)

    assert refusal(lambda: booked(slot(cohort, minutes=30), person)) == Refusal.OVERLAPS


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda offered, person: cancel_slot(slot=offered, by=offered.offered_by), Refusal.CANCELLED),
        (lambda offered, person: Slot.objects.filter(pk=offered.pk).update(starts_at=now() - timedelta(minutes=1)), Refusal.BEGUN),
        (lambda offered, person: Enrolment.objects.filter(learner=person).update(state="withdrawn"), Refusal.NOT_STUDYING),
    ],
)
def test_what_cannot_be_booked_is_refused_in_words(spoil, why):
    offered = slot()
    person = learner(offered.cohort)
    spoil(offered, person)

    assert refusal(lambda: booked(offered, person)) == why
    assert Consultation.objects.count() == 0


def test_a_stranger_to_the_cohort_books_nothing():
    offered = slot()
    stranger = UserFactory()

    assert refusal(lambda: book(slot=offered, learner=stranger, by=stranger)) == Refusal.NOT_STUDYING


def test_a_learner_does_not_cancel_what_has_begun_and_the_mentor_may():
    mine = begun(booked(slot()))

    assert refusal(lambda: cancel(consultation=mine, by=mine.learner)) == Refusal.BEGUN
    assert cancel(consultation=mine, by=mine.mentor).state == State.CANCELLED


def test_a_cancelled_time_cancels_everybody_in_it():
    offered = slot()
    first, waits = booked(offered), booked(offered)

    cancel_slot(slot=offered, by=offered.offered_by, reason="Ill")
    cancel_slot(slot=offered, by=offered.offered_by, reason="Ill")

    assert states(first, waits) == [State.CANCELLED, State.CANCELLED]
    assert list(ConsultationEvent.objects.filter(what="cancelled").values_list("reason", flat=True)) == ["Ill", "Ill"]


def test_another_time_raises_the_sequence_of_everybody_in_it_and_another_word_does_not():
    offered = slot(seats=2)
    one = booked(offered)
    what = {"minutes": 45, "zone": "Europe/Kyiv", "where": "Library", "seats": 2}

    change_slot(slot=offered, by=offered.offered_by, what=Offer(starts_at=offered.starts_at, about="Grants", **what))
    one.refresh_from_db()
    before = one.sequence
    later = offered.starts_at + timedelta(hours=1)
    change_slot(slot=offered, by=offered.offered_by, what=Offer(starts_at=later, about="Grants", **what))

    one.refresh_from_db()
    assert (before, one.sequence, one.starts_at) == (1, 2, later)


def test_more_seats_move_the_waiting_list_up_and_fewer_than_are_taken_are_refused():
    offered = slot()
    first, waits = booked(offered), booked(offered)
    what = {"starts_at": offered.starts_at, "minutes": 45, "zone": "Europe/Kyiv", "where": "Library"}

    change_slot(slot=offered, by=offered.offered_by, what=Offer(seats=2, **what))

    assert states(first, waits) == [State.BOOKED, State.BOOKED]
    why = refusal(lambda: change_slot(slot=offered, by=offered.offered_by, what=Offer(seats=1, **what)))
    assert why == Refusal.FEWER_SEATS


def test_with_fewer_seats_the_high_numbers_move_down():
    offered = slot(seats=3)
    _first, second, third = (booked(offered) for _ in range(3))
    cancel(consultation=second, by=second.learner)
    what = Offer(starts_at=offered.starts_at, minutes=45, zone="Europe/Kyiv", where="Library", seats=2)

    change_slot(slot=offered, by=offered.offered_by, what=what)

    third.refresh_from_db()
    assert (seats(offered), third.seat) == ([1, 2], 2)


def test_asking_for_a_time_is_one_wish_and_a_mentor_meets_it():
    offered = slot()
    person = learner(offered.cohort)
    asked = ask_for_time(learner=person, cohort=offered.cohort, mentor=offered.offered_by, wish="Grants")
    again = ask_for_time(learner=person, cohort=offered.cohort, mentor=offered.offered_by, wish="Grants, on Tuesday")

    given = move(consultation=again, to=offered, by=offered.offered_by)

    assert (asked.pk, given.pk, given.state, given.seat, given.wish) == (given.pk, asked.pk, State.BOOKED, 1, "Grants, on Tuesday")


def test_a_visitor_is_booked_by_the_mentor():
    offered = slot()
    guest = visitor(offered.cohort)

    one = book(slot=offered, visitor=guest, by=offered.offered_by).consultation

    assert (one.state, one.who, one.person) == (State.BOOKED, "Baba Halyna", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seat": 1, "state": "booked"},  # the same seat
        {"seat": None, "state": "booked"},
        {"seat": 2, "state": "asked"},
        {"seat": 2, "state": "cancelled"},
        {"seat": 2, "state": "booked", "slot": None},
        {"seat": None, "state": "no_show", "slot": None},
        {"seat": None, "state": "held", "slot": None, "minutes": None},
        {"seat": 2, "state": "booked", "learner": None},
        {"seat": 2, "state": "booked", "visitor": "one"},
    ],
)
def test_the_database_itself_refuses_what_must_never_be(wrong):
    offered = slot(seats=2)
    booked(offered)
    right = {"slot": offered, "cohort": offered.cohort, "learner": learner(offered.cohort), "starts_at": offered.starts_at, "minutes": 45}
    if wrong.get("visitor"):
        wrong = {**wrong, "visitor": visitor(offered.cohort)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.create(**{**right, **wrong})
