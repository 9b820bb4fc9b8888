"""Whatever supervisors and mentors do, in whatever order and at whatever hour: what holds of seats, waiting lists, agendas, attendance and
closed minutes. Three meetings with few seats, four mentors. What is refused changes nothing."""

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

from courses.consultations.actions.offering import Offer
from courses.meetings.actions.agenda import carry_over, order_case, put_case, remove_case
from courses.meetings.actions.attending import Mark, mark
from courses.meetings.actions.booking import book, cancel, move
from courses.meetings.actions.minuting import agree, close_minutes, correct, note_of, save_note
from courses.meetings.actions.offering import cancel_meeting, change_meeting
from courses.meetings.actions.seats import may_sit, move_up_in
from courses.meetings.listing import meetings_with_room
from courses.meetings.models import AgreedStep, Attendance, AttendanceEvent, Case, Meeting, Note
from courses.meetings.rules import Refused
from lms.accounts.models import User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory
from tests.factories.meetings import keeper, meeting
from tests.factories.mentorship import mentor

MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Prague"))
MEETINGS, PEOPLE = 3, 4
State = Attendance.State
TOLD_BY = {  # the last event → the states that it may have then
    "waits": {State.WAITING},
    "booked": {State.BOOKED},
    "moved_up": {State.BOOKED},
    "moved": {State.BOOKED},
    "changed": {State.WAITING, State.BOOKED},
    "cancelled": {State.CANCELLED},
    "attended": {State.ATTENDED},
    "absent": {State.ABSENT},
    "taken_out": {State.CANCELLED},
}

meetings = st.integers(min_value=0, max_value=MEETINGS - 1)
people = st.integers(min_value=0, max_value=PEOPLE - 1)
which = st.integers(min_value=0, max_value=30)


class Supervising(RuleBasedStateMachine):
    made: list[Meeting]
    people: list[User]
    supervisor: User

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.moved = self.clock.start()
        self.sequences: dict[int, int] = {}
        self.events = 0
        self.closed: dict[int, tuple] = {}

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def one(self, rows, number: int):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def meeting(self, number: int) -> Meeting:
        return Meeting.objects.get(pk=self.made[number].pk)

    # What people do

    @rule(number=meetings, who=people)
    def books(self, number, who):
        with contextlib.suppress(Refused):
            book(meeting=self.meeting(number), person=self.people[who])

    @rule(number=meetings)
    def all_book(self, number):
        for who in range(PEOPLE):
            self.books(number, who)

    @rule(number=which, to=meetings)
    def moves(self, number, to):
        if one := self.one(Attendance.objects.all(), number):
            with contextlib.suppress(Refused):
                move(attendance=one, to=self.meeting(to), by=one.person)

    @rule(number=which, is_supervisor=st.booleans())
    def cancels(self, number, is_supervisor):
        if one := self.one(Attendance.objects.all(), number):
            with contextlib.suppress(Refused):
                cancel(attendance=one, by=self.supervisor if is_supervisor else one.person)

    @rule(number=meetings, seats=st.integers(min_value=1, max_value=3), hours=st.integers(min_value=0, max_value=2))
    def changes(self, number, seats, hours):
        held = self.meeting(number)
        what = Offer(starts_at=held.starts_at + timedelta(hours=hours), minutes=45, zone="Europe/Prague", seats=seats)
        with contextlib.suppress(Refused):
            change_meeting(meeting=held, by=self.supervisor, what=what, is_sure=True)

    @rule(number=meetings)
    def cancels_meeting(self, number):
        with contextlib.suppress(Refused):
            cancel_meeting(meeting=self.meeting(number), by=self.supervisor)

    @rule(number=meetings, said=st.lists(st.booleans(), min_size=PEOPLE, max_size=PEOPLE), late=st.none() | people)
    def marks_and_puts_right(self, number, said, late):
        rows = Attendance.objects.filter(meeting=self.made[number].pk).order_by("pk")
        marks = {one.pk: Mark(one.state, was) for one, was in zip(rows, said, strict=False)}
        with contextlib.suppress(Refused):
            mark(meeting=self.meeting(number), by=self.supervisor, marks=marks, came=[] if late is None else [self.people[late]], lasted=60)

    @rule(number=meetings)
    def puts_a_case(self, number):
        with contextlib.suppress(Refused):
            put_case(meeting=self.meeting(number), by=self.supervisor, topic="T")

    @rule(number=which, is_earlier=st.booleans())
    def orders(self, number, is_earlier):
        if case := self.one(Case.objects.all(), number):
            with contextlib.suppress(Refused):
                order_case(case=case, is_earlier=is_earlier)

    @rule(number=which, deed=st.sampled_from([carry_over, remove_case]))
    def takes_on_or_off(self, number, deed):
        if case := self.one(Case.objects.all(), number):
            with contextlib.suppress(Refused):
                deed(case=case)

    @rule(number=meetings, of=which)
    def writes(self, number, of):
        held = self.meeting(number)
        case = self.one(held.cases.all(), of)
        with contextlib.suppress(Refused):
            note = note_of(meeting=held, case=case)
            save_note(note=note, by=self.supervisor, change=Change(new_ulid(), note.revision, {"text": f"Said {note.revision}"}))
            agree(meeting=held, by=self.supervisor, made_id=new_ulid(), text="Call", case=case)

    @rule(number=meetings)
    def closes(self, number):
        with contextlib.suppress(Refused):
            close_minutes(meeting=self.meeting(number), by=self.supervisor)

    @rule(number=meetings)
    def corrects(self, number):
        with contextlib.suppress(Refused):
            correct(meeting=self.meeting(number), by=self.supervisor, made_id=new_ulid(), text="Else")

    @rule(hours=st.sampled_from([1, 20, 30]))
    def time_passes(self, hours):
        self.moved.move_to(now() + timedelta(hours=hours))

    @rule()
    def the_task_ticks(self):
        """Then nobody waits where a seat is free, unless they are elsewhere at that time."""
        for number in meetings_with_room():
            move_up_in(number)
        for held in Meeting.objects.open().ahead(now()).select_related("cohort"):
            if held.attendances.seated().count() < held.seats:
                assert not any(may_sit(one.person, held) for one in held.attendances.waiting().select_related("person"))

    # What always holds

    @invariant()
    def seats_are_within_the_meeting_and_each_is_taken_once(self):
        for held in Meeting.objects.prefetch_related("attendances"):
            seats = [one.seat for one in held.attendances.all() if one.seat is not None]
            assert len(seats) == len(set(seats))
            assert all(1 <= seat <= held.seats for seat in seats)

    @invariant()
    def each_is_at_a_meeting_once(self):
        pairs = Counter(Attendance.objects.standing().values_list("meeting", "person"))
        assert all(count == 1 for count in pairs.values())

    @invariant()
    def a_cancelled_meeting_has_nobody_to_come_and_nobody_who_was_there(self):
        assert not Attendance.objects.filter(meeting__state="cancelled").exclude(state__in=[State.CANCELLED, State.ABSENT]).exists()

    @invariant()
    def nobody_was_there_before_it_began(self):
        settled = Attendance.objects.filter(state__in=[State.ATTENDED, State.ABSENT])
        assert not settled.filter(meeting__starts_at__gt=now()).exists()

    @invariant()
    def sequences_never_fall_and_events_only_grow(self):
        sequences = dict(Attendance.objects.values_list("pk", "sequence"))
        assert all(sequences[pk] >= number for pk, number in self.sequences.items())
        events = AttendanceEvent.objects.count()
        assert events >= self.events
        self.sequences, self.events = sequences, events

    @invariant()
    def events_tell_the_state(self):
        for one in Attendance.objects.prefetch_related("events"):
            last = max(one.events.all(), key=lambda event: event.pk)
            assert one.state in TOLD_BY[last.what], (last.what, one.state)

    @invariant()
    def each_case_has_a_place_of_its_own_on_its_agenda_and_goes_on_once(self):
        places = Counter(Case.objects.values_list("meeting", "position"))
        assert all(count == 1 for count in places.values())
        on = Counter(Case.objects.filter(carried_from__isnull=False).values_list("carried_from", flat=True))
        assert all(count == 1 for count in on.values())

    @invariant()
    def closed_minutes_stay_as_they_were(self):
        for held in Meeting.objects.exclude(closed_at=None):
            said = (
                tuple(Note.objects.filter(meeting=held).order_by("pk").values_list("pk", "value", "revision")),
                tuple(AgreedStep.objects.filter(meeting=held).order_by("pk").values_list("pk", "text")),
                tuple(held.cases.order_by("pk").values_list("pk", "position")),
            )
            assert self.closed.setdefault(held.pk, said) == said
            assert held.is_open
            assert held.has_begun()


@pytest.mark.django_db
def test_in_any_order():
    cohort = CohortFactory()
    Supervising.supervisor = keeper(cohort)
    Supervising.people = [mentor(cohort, name=f"Mentor {number}") for number in range(PEOPLE)]
    starts = [MONDAY + timedelta(days=1, hours=2 * number) for number in range(MEETINGS)]
    Supervising.made = [
        meeting(cohort, Supervising.supervisor, starts_at=at, minutes=60, seats=1 + number % 2) for number, at in enumerate(starts)
    ]
    run_state_machine_as_test(Supervising, settings=settings(max_examples=25, stateful_step_count=25))
