"""Whatever learners and mentors do, in whatever order and at whatever hour: what holds of slots, seats, waiting lists and what counts.

Three times with few seats, five learners. Each step is an action as a page calls it; what is refused changes nothing."""

import contextlib
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from courses.consultations.actions.booking import ask_for_time, book, cancel, move
from courses.consultations.actions.offering import Offer, cancel_slot, change_slot
from courses.consultations.actions.settling import Words, hold, mark_no_show, put_right
from courses.consultations.models import Consultation, ConsultationEvent, Slot
from courses.consultations.rules import MOST_AHEAD, Refused
from lms.accounts.models import User
from tests.factories import CohortFactory
from tests.factories.consultations import learner, offerer, slot

MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Prague"))
SLOTS, PEOPLE = 5, 5
State = Consultation.State
TOLD_BY = {  # the last event → the states that it may have then
    "asked": {State.ASKED},
    "booked": {State.BOOKED},
    "moved_up": {State.BOOKED},
    "moved": {State.BOOKED},
    "changed": {State.ASKED, State.BOOKED},
    "cancelled": {State.CANCELLED},
    "held": {State.HELD},
    "no_show": {State.NO_SHOW},
    "put_right": {State.BOOKED},
}

slots = st.integers(min_value=0, max_value=SLOTS - 1)
people = st.integers(min_value=0, max_value=PEOPLE - 1)
which = st.integers(min_value=0, max_value=30)


class Consulting(RuleBasedStateMachine):
    made: list[Slot]
    people: list[User]
    mentor: User

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.moved = self.clock.start()
        self.sequences: dict[int, int] = {}
        self.events = 0

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def one(self, number: int) -> Consultation | None:
        found = list(Consultation.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    def slot(self, number: int) -> Slot:
        return Slot.objects.get(pk=self.made[number].pk)

    @rule(number=slots, who=people)
    def books(self, number, who):
        with contextlib.suppress(Refused):
            book(slot=self.slot(number), learner=self.people[who], by=self.people[who])

    @rule(number=slots)
    def all_book(self, number):
        for who in range(PEOPLE):
            self.books(number, who)

    @rule(who=people)
    def asks(self, who):
        ask_for_time(learner=self.people[who], cohort=self.made[0].cohort, mentor=self.mentor, wish="Soon")

    @rule(number=which, to=slots, is_mentor=st.booleans())
    def moves(self, number, to, is_mentor):
        if one := self.one(number):
            with contextlib.suppress(Refused):
                move(consultation=one, to=self.slot(to), by=self.mentor if is_mentor else one.learner)

    @rule(number=which, is_mentor=st.booleans())
    def cancels(self, number, is_mentor):
        if one := self.one(number):
            with contextlib.suppress(Refused):
                cancel(consultation=one, by=self.mentor if is_mentor else one.learner)

    @rule(number=which)
    def holds(self, number):
        if one := self.one(number):
            with contextlib.suppress(Refused):
                hold(consultation=one, by=self.mentor, minutes=30, words=Words(topic="T"))

    @rule(number=which)
    def notes_no_show(self, number):
        if one := self.one(number):
            with contextlib.suppress(Refused):
                mark_no_show(consultation=one, by=self.mentor)

    @rule(number=which)
    def puts_right(self, number):
        if one := self.one(number):
            with contextlib.suppress(Refused):
                put_right(consultation=one, by=self.mentor)

    @rule(number=slots, seats=st.integers(min_value=1, max_value=4), hours=st.integers(min_value=0, max_value=2))
    def changes(self, number, seats, hours):
        held = self.slot(number)
        what = Offer(starts_at=held.starts_at + timedelta(hours=hours), minutes=45, zone="Europe/Prague", seats=seats)
        with contextlib.suppress(Refused):
            change_slot(slot=held, by=self.mentor, what=what, is_sure=True)

    @rule(number=slots)
    def cancels_slot(self, number):
        cancel_slot(slot=self.slot(number), by=self.mentor)

    @rule(hours=st.sampled_from([1, 20, 30]))
    def time_passes(self, hours):
        self.moved.move_to(now() + timedelta(hours=hours))

    # What always holds

    @invariant()
    def seats_are_within_the_slot_and_each_is_taken_once(self):
        for held in Slot.objects.prefetch_related("consultations"):
            seats = [one.seat for one in held.consultations.all() if one.seat is not None]
            assert len(seats) == len(set(seats))
            assert all(1 <= seat <= held.seats for seat in seats)

    @invariant()
    def nobody_waits_where_a_seat_is_free(self):
        """Unless they have three ahead already."""
        for held in Slot.objects.open().ahead():
            if held.consultations.seated().count() < held.seats:
                for one in held.consultations.waiting():
                    assert self.ahead(one.learner) >= MOST_AHEAD

    def ahead(self, person) -> int:
        return Consultation.objects.filter(learner=person, state=State.BOOKED, starts_at__gt=now()).count()

    @invariant()
    def nobody_has_more_than_three_ahead(self):
        assert all(self.ahead(person) <= MOST_AHEAD for person in self.people)

    @invariant()
    def a_cancelled_slot_has_nobody_to_come(self):
        assert not Consultation.objects.filter(slot__state="cancelled", state__in=Consultation.OPEN, starts_at__gt=now()).exists()

    @invariant()
    def nothing_is_held_that_has_not_begun(self):
        assert not Consultation.objects.filter(state__in=[State.HELD, State.NO_SHOW], starts_at__gt=now()).exists()

    @invariant()
    def times_are_those_of_the_slot(self):
        for one in Consultation.objects.filter(state__in=Consultation.OPEN, slot__isnull=False).select_related("slot"):
            assert (one.starts_at, one.mentor_id) == (one.slot.starts_at, one.slot.offered_by_id)

    @invariant()
    def sequences_never_fall_and_events_only_grow(self):
        sequences = dict(Consultation.objects.values_list("pk", "sequence"))
        assert all(sequences[pk] >= number for pk, number in self.sequences.items())
        events = ConsultationEvent.objects.count()
        assert events >= self.events
        self.sequences, self.events = sequences, events

    @invariant()
    def events_tell_the_state(self):
        for one in Consultation.objects.prefetch_related("events"):
            last = max(one.events.all(), key=lambda event: event.pk)
            assert one.state in TOLD_BY[last.what], (last.what, one.state)

    @invariant()
    def each_is_in_a_slot_once(self):
        pairs = Counter(Consultation.objects.filter(state__in=Consultation.OPEN, slot__isnull=False).values_list("slot", "learner"))
        assert all(count == 1 for count in pairs.values())


@pytest.mark.django_db
def test_in_any_order():
    cohort = CohortFactory()
    Consulting.mentor = offerer(cohort)
    Consulting.people = [learner(cohort, name=f"Learner {number}") for number in range(PEOPLE)]
    starts = [MONDAY + timedelta(days=1, hours=2 * number) for number in range(SLOTS)]
    Consulting.made = [slot(cohort, Consulting.mentor, starts_at=at, seats=1 + number % 2) for number, at in enumerate(starts)]

    run_state_machine_as_test(Consulting, settings=settings(max_examples=25, stateful_step_count=30, deadline=None, database=None))
