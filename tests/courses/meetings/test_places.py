"""Offering, booking, moving, cancelling, waiting; inviting learners."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from courses.consultations.actions.offering import Offer
from courses.enrolment.actions import withdraw
from courses.enrolment.models import Enrolment
from courses.meetings.actions.booking import book, cancel, invite, move
from courses.meetings.actions.offering import cancel_meeting, cancel_rest_of_series, change_meeting, offer, offer_series
from courses.meetings.models import Attendance, Meeting
from courses.meetings.rules import Refusal, Refused
from courses.mentorship.models import MentorProfile
from tests.factories import CohortFactory, UserFactory
from tests.factories.consultations import slot
from tests.factories.internships import participation, placement
from tests.factories.meetings import about, begun, booked, fresh, keeper, meeting, topic, written
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db
State = Attendance.State


def refused(deed, *args, **fields) -> Refusal:
    with pytest.raises(Refused) as refusal:
        deed(*args, **fields)
    return refusal.value.reason


def an_offer(days: int = 2, **more) -> Offer:
    return Offer(starts_at=now() + timedelta(days=days), minutes=90, zone="Europe/Kyiv", **{"where": "Library", "seats": 8, **more})


def test_who_comes_first_has_the_seat_and_who_comes_second_waits():
    one = meeting(seats=1)
    first, second = mentor(one.cohort), mentor(one.cohort)

    came = [book(meeting=one, person=person) for person in (first, second, second)]

    assert [(each.attendance.state, each.place, each.is_new) for each in came] == [
        (State.BOOKED, 0, True),
        (State.WAITING, 1, True),
        (State.WAITING, 1, False),
    ]


def test_a_seat_that_is_given_back_goes_to_who_waits():
    one = meeting(seats=1)
    first, second = booked(one), booked(one)

    cancel(attendance=first, by=first.person, reason="Ill")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.seat, second.state, second.seat) == (State.CANCELLED, None, State.BOOKED, 1)
    assert [event.what for event in second.events.all()] == ["waits", "moved_up"]


def test_who_is_no_mentor_there_any_more_does_not_move_up():
    one = meeting(seats=1)
    first, second, third = booked(one), booked(one), booked(one)
    second.person.role_assignments.all().delete()

    cancel(attendance=first, by=first.person)

    states = [Attendance.objects.get(pk=each.pk).state for each in (second, third)]
    assert states == [State.WAITING, State.BOOKED]


def test_who_has_given_back_can_book_again():
    one = meeting()
    mine = booked(one)
    cancel(attendance=mine, by=mine.person)

    again = booked(one, mine.person)

    assert (again.pk != mine.pk, again.state, again.seat) == (True, State.BOOKED, 1)


def test_the_database_keeps_a_seat_for_one_and_a_person_once():
    one = meeting()
    mine = booked(one)

    for fields in ({"person": UserFactory(), "seat": 1}, {"person": mine.person, "seat": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(meeting=one, state=State.BOOKED, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=one, person=UserFactory(), state=State.BOOKED)


def test_learners_and_mentors_of_other_groups_do_not_book():
    one = meeting()

    assert refused(book, meeting=one, person=UserFactory()) == Refusal.NOT_MENTORING
    assert refused(book, meeting=one, person=mentor(CohortFactory())) == Refusal.NOT_MENTORING
    assert refused(book, meeting=one, person=one.offered_by) == Refusal.OWN


def test_nobody_has_two_meetings_at_the_same_time():
    cohort = CohortFactory()
    one, other = meeting(cohort), meeting(cohort, keeper(cohort))
    person = booked(one).person

    assert refused(book, meeting=other, person=person) == Refusal.OVERLAPS
    assert refused(book, meeting=other, person=one.offered_by) == Refusal.OVERLAPS


def test_nothing_is_booked_that_has_begun_or_is_cancelled():
    one = begun(meeting())
    other = cancel_meeting(meeting=meeting(), by=UserFactory())

    assert refused(book, meeting=one, person=mentor(one.cohort)) == Refusal.BEGUN
    assert refused(book, meeting=other, person=mentor(other.cohort)) == Refusal.CANCELLED


def test_who_has_booked_does_not_leave_what_has_begun_but_the_keeper_may_take_them_off():
    one = meeting()
    mine = booked(one)
    begun(one)

    assert refused(cancel, attendance=mine, by=mine.person) == Refusal.BEGUN
    assert cancel(attendance=mine, by=one.offered_by).state == State.CANCELLED


def test_moving_takes_the_new_seat_and_gives_the_old_one_to_who_waits():
    cohort = CohortFactory()
    one, other = meeting(cohort, seats=1), meeting(cohort, seats=1, starts_at=now() + timedelta(days=5))
    mine, waits = booked(one), booked(one)

    moved = move(attendance=mine, to=other, by=mine.person)

    waits.refresh_from_db()
    assert (moved.pk, moved.meeting_id, moved.uid, moved.sequence) == (mine.pk, other.pk, mine.uid, mine.sequence + 1)
    assert (waits.state, waits.seat) == (State.BOOKED, 1)


def test_moving_to_what_is_full_leaves_everything():
    cohort = CohortFactory()
    one, other = meeting(cohort), meeting(cohort, seats=1, starts_at=now() + timedelta(days=5))
    mine = booked(one)
    booked(other)

    assert refused(move, attendance=mine, to=other, by=mine.person) == Refusal.FULL
    mine.refresh_from_db()
    assert (mine.meeting, mine.seat) == (one, 1)


def test_a_series_stays_at_its_hour_when_the_clock_changes():
    cohort = CohortFactory()
    at = datetime(2027, 3, 16, 18, tzinfo=ZoneInfo("Europe/Kyiv"))
    what = Offer(starts_at=at, minutes=90, zone="Europe/Kyiv", seats=6)

    made = offer_series(cohort=cohort, by=keeper(cohort), what=what, every=1, until=at.date() + timedelta(days=21))

    assert [f"{one.starts_at.astimezone(ZoneInfo('Europe/Kyiv')):%d %H:%M}" for one in made] == [
        "16 18:00",
        "23 18:00",
        "30 18:00",
        "06 18:00",
    ]


def test_later_meetings_of_a_series_are_cancelled_with_it():
    cohort = CohortFactory()
    until = localdate() + timedelta(days=40)
    made = offer_series(cohort=cohort, by=keeper(cohort), what=an_offer(), every=1, until=until)

    count = cancel_rest_of_series(meeting=made[1], by=made[1].offered_by)

    states = list(Meeting.objects.order_by("starts_at").values_list("state", flat=True))
    assert (count, states) == (len(made) - 1, ["open", *["cancelled"] * (len(made) - 1)])


def test_what_overlaps_another_meeting_or_a_consultation_of_theirs_is_asked_about():
    cohort = CohortFactory()
    person = keeper(cohort)
    meeting(cohort, person)
    slot(cohort, person, starts_at=now() + timedelta(days=4))

    for days in (2, 4):
        assert refused(offer, cohort=cohort, by=person, what=an_offer(days)) == Refusal.OVERLAPS_OWN
    assert offer(cohort=cohort, by=person, what=an_offer(), is_sure=True).is_open


def test_a_change_that_matters_raises_the_sequence_of_whoever_comes():
    one = meeting()
    mine = booked(one)

    change_meeting(meeting=one, by=one.offered_by, what=an_offer(3, where="Club"))

    mine.refresh_from_db()
    assert (fresh(one).sequence, mine.sequence, mine.events.last().what) == (1, 2, "changed")


def test_a_change_of_seats_alone_matters_to_nobody_but_who_waits():
    one = meeting(seats=1)
    mine, waits = booked(one), booked(one)
    same = Offer(starts_at=one.starts_at, minutes=one.minutes, zone=one.time_zone, where=one.where, seats=2)

    change_meeting(meeting=one, by=one.offered_by, what=same)

    mine.refresh_from_db()
    waits.refresh_from_db()
    assert (mine.sequence, waits.state, waits.seat) == (1, State.BOOKED, 2)
    fewer = Offer(starts_at=one.starts_at, minutes=one.minutes, zone=one.time_zone, seats=1)
    assert refused(change_meeting, meeting=one, by=one.offered_by, what=fewer) == Refusal.FEWER_SEATS


def test_fewer_seats_move_numbers_down():
    one = meeting(seats=3)
    first, _second, third = booked(one), booked(one), booked(one)
    cancel(attendance=first, by=first.person)

    change_meeting(meeting=one, by=one.offered_by, what=an_offer(seats=2))

    third.refresh_from_db()
    assert third.seat == 1


def test_cancelling_cancels_every_place_and_a_repeat_nothing():
    one = meeting(seats=1)
    mine, waits = booked(one), booked(one)

    for _ in range(2):
        cancel_meeting(meeting=one, by=one.offered_by, reason="Flu")

    states = set(one.attendances.values_list("state", flat=True))
    assert (states, mine.events.filter(what="cancelled").count(), waits.events.last().reason) == ({State.CANCELLED}, 1, "Flu")


def test_what_took_place_is_not_cancelled():
    one = begun(meeting())
    written(one, "We talked.")

    assert refused(cancel_meeting, meeting=one, by=one.offered_by) == Refusal.TOOK_PLACE


def test_a_meeting_that_nobody_came_to_can_be_cancelled_afterwards_with_its_agenda():
    one = meeting()
    topic(one)

    assert not cancel_meeting(meeting=begun(one), by=one.offered_by).is_open


def test_not_this_week_cancels_no_meeting(client):
    mine = booked(meeting())
    client.force_login(mine.person)

    client.post(reverse("not_this_week"))

    mine.refresh_from_db()
    assert MentorProfile.objects.get(person=mine.person).away_until is not None
    assert (mine.state, mine.seat) == (State.BOOKED, 1)


# Learners of a placement


def test_a_learner_of_the_placement_is_invited_once():
    who = participation()
    one = about(who.placement)
    learner = who.enrolment.learner

    made = [invite(meeting=one, learner=learner, by=one.offered_by) for _ in range(2)]

    assert made[0] == made[1]
    assert (made[0].state, made[0].is_learner, made[0].seat) == (State.BOOKED, True, 1)


def test_others_are_not_invited():
    one = about(placement())
    elsewhere = participation()
    left = participation(one.placement)
    Enrolment.objects.filter(pk=left.enrolment_id).update(state=Enrolment.State.REMOVED)

    for learner in (UserFactory(), elsewhere.enrolment.learner, left.enrolment.learner):
        assert refused(invite, meeting=one, learner=learner, by=one.offered_by) == Refusal.NOT_IN_PLACEMENT


def test_a_learner_who_leaves_the_group_gives_the_place_back():
    who = participation()
    one = about(who.placement)
    place = invite(meeting=one, learner=who.enrolment.learner, by=one.offered_by)

    withdraw(enrolment=who.enrolment, by=who.enrolment.learner)

    place.refresh_from_db()
    assert (place.state, place.seat) == (State.CANCELLED, None)


def test_where_no_seat_is_free_a_learner_is_not_invited_and_does_not_wait():
    who = participation()
    one = about(who.placement, seats=1)
    booked(one)

    assert refused(invite, meeting=one, learner=who.enrolment.learner, by=one.offered_by) == Refusal.FULL
    assert one.attendances.count() == 1
