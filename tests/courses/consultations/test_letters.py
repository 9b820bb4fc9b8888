"""Letters to the learner with the entry for the calendar, to the mentor once a day; and what stands in calendars."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.core import mail
from django.utils.timezone import now

from courses.consultations.actions.booking import ask_for_time, cancel, move
from courses.consultations.actions.offering import Offer, cancel_slot, change_slot
from courses.consultations.actions.settling import mark_no_show
from courses.consultations.letters import post_news, post_reminders
from courses.consultations.models import Consultation
from lms.accounts.actions import erase_person
from lms.calendars.entries import Status
from lms.calendars.sources import entries_of
from lms.core.personal_data import registered
from lms.notifications.models import Letter
from lms.notifications.tasks import sweep_letters
from tests.factories import CohortFactory
from tests.factories.consultations import begun, booked, learner, offerer, slot

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Kyiv"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


def sent_to(person):
    return [message for message in mail.outbox if message.to == [person.email]]


def kinds_for(person):
    return list(Letter.objects.filter(person=person, state="handed_over").order_by("pk").values_list("kind", flat=True))


def entry_in(message):
    _name, content, mimetype = message.attachments[0]
    calendar = vobject.readOne(content if isinstance(content, str) else content.decode())
    return calendar, mimetype


def test_booking_sends_a_request_for_the_calendar_and_a_move_the_same_uid_with_a_higher_sequence():
    cohort = CohortFactory()
    mentor = offerer(cohort)
    person = learner(cohort, language="en")
    one = booked(slot(cohort, mentor, starts_at=MONDAY + timedelta(days=2)), person)
    move(consultation=one, to=slot(cohort, mentor, starts_at=MONDAY + timedelta(days=3)), by=person)

    first, second = sent_to(person)
    (before, mimetype), (after, _same) = entry_in(first), entry_in(second)
    assert kinds_for(person) == ["consultation_booked", "consultation_changed"]
    assert mimetype == "text/calendar; method=REQUEST"
    assert [calendar.method.value for calendar in (before, after)] == ["REQUEST", "REQUEST"]
    assert before.vevent.uid.value == after.vevent.uid.value == f"{one.uid}@localhost"
    assert [calendar.vevent.sequence.value for calendar in (before, after)] == ["1", "2"]
    assert after.vevent.dtstart.value.astimezone(MONDAY.tzinfo) == MONDAY + timedelta(days=3)
    assert [each.value for each in after.vevent.attendee_list] == [f"mailto:{person.email}"]
    part = next(part for part in second.message().walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_param("charset"), part.get_filename()) == ("REQUEST", "utf-8", "consultation.ics")


def test_a_cancelled_time_tells_everybody_with_the_reason_and_takes_the_entry_out():
    offered = slot(seats=2, starts_at=MONDAY + timedelta(days=2))
    first, second = (booked(offered, learner(offered.cohort, language="en")) for _ in range(2))
    mail.outbox.clear()

    cancel_slot(slot=offered, by=offered.offered_by, reason="The road is closed.")

    for one in (first, second):
        (message,) = sent_to(one.learner)
        calendar, mimetype = entry_in(message)
        assert "The road is closed." in message.body
        assert (mimetype, calendar.method.value, calendar.vevent.status.value) == ("text/calendar; method=CANCEL", "CANCEL", "CANCELLED")
        assert calendar.vevent.sequence.value == "2"


def test_who_moves_up_gets_a_letter_with_the_entry():
    offered = slot(starts_at=MONDAY + timedelta(days=2))
    first, waits = booked(offered), booked(offered, learner(offered.cohort, language="en"))

    cancel(consultation=first, by=first.learner)

    (message,) = sent_to(waits.learner)
    assert kinds_for(waits.learner) == ["consultation_moved_up"]
    assert entry_in(message)[0].vevent.status.value == "CONFIRMED"


def test_another_time_of_the_slot_tells_who_has_booked_and_not_who_waits():
    offered = slot(starts_at=MONDAY + timedelta(days=2))
    has, waits = booked(offered), booked(offered)
    what = Offer(starts_at=offered.starts_at + timedelta(hours=1), minutes=45, zone="Europe/Kyiv", where="Library")

    change_slot(slot=offered, by=offered.offered_by, what=what)

    assert (kinds_for(has.learner), kinds_for(waits.learner)) == (["consultation_booked", "consultation_changed"], [])


def test_the_mentor_hears_once_a_day_of_what_is_new_and_still_so():
    cohort = CohortFactory()
    mentor = offerer(cohort, language="en")
    offered = slot(cohort, mentor, seats=3, starts_at=MONDAY + timedelta(days=2))
    stays = booked(offered, learner(cohort, name="Stays"))
    goes = booked(offered, learner(cohort, name="Goes"))
    cancel(consultation=goes, by=goes.learner)
    ask_for_time(learner=learner(cohort, name="Asks"), cohort=cohort, mentor=mentor, wish="Soon")

    assert (post_news(), post_news()) == (1, 0)

    (message,) = sent_to(mentor)
    said = [line for line in message.body.splitlines() if line.startswith("- ")]
    assert [line.split()[1] for line in said] == ["Stays", "Goes", "Asks"]
    assert "does not come" in said[1]
    booked(offered, learner(cohort, name="Late"))
    assert (stays.state, post_news()) == ("booked", 0)


def test_what_comes_after_the_days_letter_is_told_the_next_day(clock):
    cohort = CohortFactory()
    mentor = offerer(cohort, language="en")
    offered = slot(cohort, mentor, seats=3, starts_at=MONDAY + timedelta(days=3))
    booked(offered)
    post_news()
    booked(offered, learner(cohort, name="Late"))

    clock.move_to(MONDAY + timedelta(days=1))

    assert post_news() == 1
    assert ["Late" in message.body for message in sent_to(mentor)] == [False, True]


def test_a_mentor_is_not_told_what_they_did_themselves():
    offered = slot(starts_at=MONDAY + timedelta(days=2))
    one = booked(offered)
    post_news()
    mail.outbox.clear()

    cancel(consultation=one, by=offered.offered_by)

    assert (post_news(), kinds_for(one.learner)[-1]) == (0, "consultation_cancelled")


def test_the_reminder_goes_the_day_before_by_day_once(clock):
    one = booked(slot(starts_at=MONDAY + timedelta(days=3)))
    came = {}
    for hours in (0, 24, 38, 47, 48, 49, 60):
        clock.move_to(MONDAY + timedelta(hours=hours))
        came[hours] = post_reminders()
        sweep_letters()

    assert {hours for hours, count in came.items() if count} == {38}  # as soon as it is the day before, so that the day's letter tells it
    due = Letter.objects.get(kind="consultation_reminder").due_at
    assert due == MONDAY + timedelta(hours=46)  # eight in the morning
    assert kinds_for(one.learner) == ["consultation_booked", "consultation_reminder"]


def test_who_books_the_day_before_is_not_reminded(clock):
    booked(slot(starts_at=MONDAY + timedelta(days=1)))
    clock.move_to(MONDAY + timedelta(hours=2))

    assert post_reminders() == 0


def test_a_reminder_of_what_was_cancelled_meanwhile_does_not_go(clock):
    one = booked(slot(starts_at=MONDAY + timedelta(days=2)))
    clock.move_to(MONDAY + timedelta(days=1, hours=-0.5))
    post_reminders()
    Letter.objects.filter(kind="consultation_reminder").update(state="queued", due_at=now())
    mail.outbox.clear()
    cancel(consultation=one, by=one.learner)
    sweep_letters()

    assert [message.subject.split(":")[0] for message in sent_to(one.learner)] == ["Cancelled"]


def test_the_feed_has_what_is_booked_waited_for_cancelled_and_offered():
    cohort = CohortFactory()
    mentor, person = offerer(cohort), learner(cohort)
    full = slot(cohort, mentor, starts_at=MONDAY + timedelta(days=2))
    booked(full)
    waits = booked(full, person)
    mine = booked(slot(cohort, mentor, starts_at=MONDAY + timedelta(days=3)), person)
    gone = booked(slot(cohort, mentor, starts_at=MONDAY + timedelta(days=4)), person)
    cancel(consultation=gone, by=person)

    theirs = {entry.uid: entry.status for entry in entries_of(person)}
    offers = [(entry.status, entry.summary) for entry in entries_of(mentor)]

    assert theirs == {waits.uid: Status.TENTATIVE, mine.uid: Status.CONFIRMED, gone.uid: Status.CANCELLED}
    assert offers == [(Status.CONFIRMED, f"Consultation: {count} place{'' if count == 1 else 's'} booked") for count in (1, 1, 0)]


def test_a_cancelled_entry_stays_thirty_days_and_who_did_not_come_has_none(clock):
    offered = slot(starts_at=MONDAY + timedelta(days=2))
    gone = booked(offered)
    cancel(consultation=gone, by=gone.learner)
    came_not = begun(booked(slot(starts_at=MONDAY + timedelta(days=2))))
    mark_no_show(consultation=came_not, by=came_not.mentor)
    now_there = [len(entries_of(gone.learner)), len(entries_of(came_not.learner))]

    clock.move_to(MONDAY + timedelta(days=31))

    assert (now_there, entries_of(gone.learner)) == ([1, 0], [])


def test_an_archive_has_both_notes_and_erasing_leaves_times_and_frees_the_seat():
    data = next(each for each in registered() if each.key == "consultations")
    offered = slot(starts_at=MONDAY + timedelta(days=2))
    one, waits = booked(offered, wish="My letter"), booked(offered)
    Consultation.objects.filter(pk=one.pk).update(shared_note="Both", private_note="Mentors")

    handed_over = data.export(one.learner)["consultations"][0]
    erase_person(person=one.learner)

    one.refresh_from_db()
    waits.refresh_from_db()
    assert [handed_over[name] for name in ("wish", "shared_note", "private_note")] == ["My letter", "Both", "Mentors"]
    assert [one.wish, one.shared_note, one.private_note, one.state] == ["", "", "", "cancelled"]
    assert waits.state == "booked"


def test_erasing_a_mentor_cancels_what_they_offer_and_keeps_what_was_held():
    data = next(each for each in registered() if each.key == "consultations")
    offered = slot(starts_at=MONDAY + timedelta(days=2))
    one, mentor = booked(offered), offered.offered_by

    offers = data.export(mentor)["times_offered"]
    erase_person(person=mentor)

    one.refresh_from_db()
    assert ([each["where"] for each in offers], one.state, kinds_for(one.learner)[-1]) == (
        ["Library"],
        "cancelled",
        "consultation_cancelled",
    )


@pytest.mark.parametrize(
    ("language", "weekday"), [("uk", "середа"), ("ru", "среда"), ("bg", "сряда"), ("cs", "středa"), ("en", "Wednesday")]
)
def test_the_day_of_the_week_is_small_within_a_subject_and_begins_a_line_with_a_capital(language, weekday):
    cohort = CohortFactory()
    person = learner(cohort, language=language)
    booked(slot(cohort, offerer(cohort), starts_at=MONDAY + timedelta(days=2)), person)

    (message,) = sent_to(person)
    assert f": {weekday}, " in message.subject
    assert f"\n{weekday.capitalize()}, " in message.body
