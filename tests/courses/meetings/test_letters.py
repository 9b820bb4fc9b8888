"""Letters with the entry for the calendar, reminders, and what stands in people's calendars."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils.timezone import now
from icalendar import Calendar

from courses.consultations.actions.offering import Offer
from courses.meetings.actions.booking import cancel, invite, move
from courses.meetings.actions.offering import cancel_meeting, change_meeting
from courses.meetings.letters import KINDS, post_reminders
from courses.meetings.models import Attendance
from courses.meetings.tasks import post_meeting_letters
from lms.calendars.sources import entries_of
from lms.notifications.actions import post_letter
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from lms.notifications.tasks import sweep_letters
from tests.factories import CohortFactory
from tests.factories.internships import participation
from tests.factories.meetings import about, booked, meeting

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Kyiv"))


def sent(kind):
    """The letter of that kind as it goes by itself: its subject, its words, its calendar entry."""
    letter = Letter.objects.filter(kind=kind).latest("pk")
    if letter.priority:
        Letter.objects.of(letter.person).governed().queued().exclude(pk=letter.pk).delete()
    hand_over(letter=letter)
    message = mail.outbox[-1]
    attached = [one for one in message.attachments if one[0] == "meeting.ics"]
    return message, Calendar.from_ical(attached[0][1]) if attached else None


def event(calendar):
    return calendar.walk("VEVENT")[0]


def kinds():
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def test_who_books_gets_a_letter_with_the_entry_for_the_calendar():
    place = booked(meeting())

    message, calendar = sent("meeting_booked")

    assert message.subject.startswith("Booked: ")
    assert ("is booked" in message.body, "Library" in message.body) == (True, True)
    assert (calendar["METHOD"], event(calendar)["SEQUENCE"], str(event(calendar)["UID"]).split("@")[0]) == ("REQUEST", 1, str(place.uid))


def test_a_change_of_time_sends_a_new_entry_with_a_higher_sequence():
    one = meeting()
    booked(one)

    later = Offer(starts_at=one.starts_at + timedelta(days=1), minutes=60, zone="Europe/Kyiv", where="Club")
    change_meeting(meeting=one, by=one.offered_by, what=later)

    message, calendar = sent("meeting_changed")
    assert (calendar["METHOD"], event(calendar)["SEQUENCE"], event(calendar)["LOCATION"]) == ("REQUEST", 2, "Club")
    assert "new time or place" in message.body


def test_moving_keeps_the_entry_and_says_the_new_time():
    cohort = CohortFactory()
    one, other = meeting(cohort), meeting(cohort, starts_at=now() + timedelta(days=5))
    place = booked(one)

    move(attendance=place, to=other, by=place.person)

    _message, calendar = sent("meeting_changed")
    assert (event(calendar)["DTSTART"].dt, str(event(calendar)["UID"]).split("@")[0]) == (
        other.starts_at.astimezone(ZoneInfo("Europe/Kyiv")).replace(microsecond=0),
        str(place.uid),
    )


def test_cancelling_takes_the_entry_out_and_says_why():
    one = meeting(seats=1)
    booked(one)
    booked(one)

    cancel_meeting(meeting=one, by=one.offered_by, reason="Flu")

    message, calendar = sent("meeting_cancelled")
    assert ("does not take place" in message.body, "Flu" in message.body) == (True, True)
    assert (calendar["METHOD"], str(event(calendar)["STATUS"])) == ("CANCEL", "CANCELLED")
    assert kinds().count("meeting_cancelled") == 2  # who waited as well


def test_who_gives_a_place_back_hears_so_and_who_waited_has_it():
    one = meeting(seats=1)
    mine = booked(one)
    booked(one)

    cancel(attendance=mine, by=mine.person)

    assert "You have given your place" in sent("meeting_cancelled")[0].body
    assert "A place has become free" in sent("meeting_moved_up")[0].body


def test_an_older_letter_does_not_go_when_something_has_changed_since():
    place = booked(meeting())
    cancel(attendance=place, by=place.person)

    letter = Letter.objects.get(kind="meeting_booked")
    hand_over(letter=letter)

    letter.refresh_from_db()
    assert letter.state == Letter.State.NOT_SENT


def test_a_learner_is_invited_to_a_meeting_about_their_placement():
    who = participation()
    one = about(who.placement)

    invite(meeting=one, learner=who.enrolment.learner, by=one.offered_by)

    message, calendar = sent("meeting_booked")
    assert ("invites you to a meeting about your placement" in message.body, f"/meetings/{one.pk}/" in message.body) == (True, True)
    assert "/mentor/" not in message.body
    assert str(event(calendar)["SUMMARY"]) == "Meeting about your placement"


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_each_letter_is_written_in_each_language(kind, language):
    place = booked(meeting())
    type(place.person).objects.filter(pk=place.person_id).update(language=language)
    if kind == "meeting_cancelled":
        cancel(attendance=place, by=place.meeting.offered_by)
        place.refresh_from_db()
    if kind not in ("meeting_booked", "meeting_cancelled"):
        context = {"attendance": place.pk, "sequence": place.sequence}
        post_letter(kind=kind, person=place.person, subject_key="x", context=context)

    message, _calendar = sent(kind)

    is_translated = language == "en" or not any(word in message.body for word in (" the ", " your ", "You "))
    assert (is_translated, f"/{language}/mentor/meetings/{place.meeting_id}/" in message.body) == (True, True)


def test_the_reminder_goes_the_day_before_by_day_and_once():
    with time_machine.travel(MONDAY, tick=False) as clock:
        place = booked(meeting(starts_at=MONDAY + timedelta(days=3)))
        type(place.person).objects.filter(pk=place.person_id).update(time_zone="Europe/Kyiv")
        told = []
        for hours in (0, 24, 48 - 12, 48, 49, 72):
            clock.move_to(MONDAY + timedelta(hours=hours))
            told.append(post_reminders())
            sweep_letters()

    assert told == [0, 0, 0, 1, 0, 0]
    assert kinds() == ["meeting_booked", "meeting_reminder"]


def test_who_had_no_room_gets_the_seat_with_the_next_tick():
    cohort = CohortFactory()
    one = meeting(cohort, seats=1)
    first, waits = booked(one), booked(one)
    other = booked(meeting(cohort, starts_at=now() + timedelta(days=4)), waits.person)
    at = one.starts_at
    other.meeting.set_time(at, 60)
    other.meeting.save()
    cancel(attendance=first, by=first.person)
    assert Attendance.objects.get(pk=waits.pk).state == "waiting"
    cancel(attendance=other, by=other.person)

    post_meeting_letters()

    assert Attendance.objects.get(pk=waits.pk).state == "booked"


def test_the_calendar_has_what_one_comes_to_waits_for_and_offers():
    cohort = CohortFactory()
    one = meeting(cohort, seats=1, mode="online", where="https://meet.example.org/x")
    mine, waits = booked(one), booked(one)

    shown = [
        [(entry.summary, entry.status.value, entry.location) for entry in entries_of(type(person).objects.get(pk=person.pk))]
        for person in (mine.person, waits.person, one.offered_by)
    ]

    assert shown == [
        [("Supervision meeting", "CONFIRMED", "Online: https://meet.example.org/x")],
        [("Supervision meeting", "TENTATIVE", "Online")],
        [("Supervision meeting: 1 place booked", "CONFIRMED", "Online: https://meet.example.org/x")],
    ]


def test_what_was_cancelled_stands_in_the_calendar_as_cancelled():
    place = booked(meeting())
    cancel_meeting(meeting=place.meeting, by=place.meeting.offered_by)

    assert [entry.status.value for entry in entries_of(place.person)] == ["CANCELLED"]
