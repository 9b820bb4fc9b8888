"""What strangers, broken clocks, people who leave and two windows do to consultations."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from courses.consultations.actions.booking import ask_for_time, book, cancel
from courses.consultations.actions.seats import move_up_in
from courses.consultations.actions.visitors import forget_visitor
from courses.consultations.calendar import entry_of
from courses.consultations.listing import slots_with_room
from courses.consultations.models import Consultation, Slot
from courses.consultations.rules import consultations_kept_by
from courses.consultations.tasks import post_consultation_letters
from courses.consultations.views import visitors
from courses.enrolment.models import Enrolment
from lms.accounts.actions import erase_person
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory
from tests.factories.consultations import booked, enrolment_of, learner, offerer, slot, visitor

pytestmark = pytest.mark.django_db
State = Consultation.State


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def mentor(client, cohort):
    person = offerer(cohort, language="en")
    client.force_login(person)
    return person


def state_of(one):
    return Consultation.objects.get(pk=one.pk).state


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize(("day", "at"), [("0001-01-01", "00:30"), ("9999-12-30", "10:00"), ("9999-12-31", "23:30")])
def test_a_time_at_the_ends_of_the_calendar_is_not_offered(client, mentor, cohort, day, at, zone):
    fields = {"cohort": cohort.pk, "day": day, "at": at, "minutes": 45, "mode": "place", "seats": 1, "every": 0, "zone": zone}

    answer = client.post(reverse("offer_time"), fields)

    assert (answer.status_code, list(answer.context["form"].errors), Slot.objects.count()) == (422, ["day"], 0)


def test_a_walk_in_of_another_century_is_not_logged(client, mentor, cohort):
    fields = {"made_id": new_ulid(), "name": "Baba Halyna", "minutes": 30, "cohort": cohort.pk, "day": "0001-01-01", "at": "00:30"}

    answer = client.post(reverse("walk_in"), fields)

    assert (answer.status_code, list(answer.context["form"].errors), Consultation.objects.count()) == (422, ["day"], 0)


@pytest.mark.parametrize("began", ["0001-01-01T00:00:00+14:00", "1970-01-01T00:10:00.000Z", "9999-12-31T23:59:59-12:00"])
def test_a_device_whose_clock_is_wrong_logs_what_has_just_ended(client, mentor, cohort, began):
    fields = {"name": "Baba Halyna", "minutes": "30", "cohort": cohort.pk, "began": began}

    answer = client.post(reverse("save_walk_in"), {"change_id": new_ulid(), "value": fields}, content_type="application/json")

    assert answer.status_code == 200
    assert abs(Consultation.objects.get().starts_at + timedelta(minutes=30) - now()) < timedelta(minutes=1)


@pytest.mark.parametrize("mode", ["phone", "online"])
def test_who_only_waits_reads_no_number_and_no_link_anywhere(client, cohort, mode):
    offered = slot(cohort, mode=mode, where="https://meet.example.org/x-380501234567")
    taken, waits = booked(offered), booked(offered)
    client.force_login(waits.learner)

    pages = [reverse("my_consultations"), reverse("find_time", args=[enrolment_of(waits.learner).pk])]
    pages += [reverse(name, args=[waits.pk]) for name in ("consultation", "cancel_consultation", "move_consultation", "consultation_ics")]
    told = [page for page in pages if "380501234567" in client.get(page).content.decode().replace("\r\n ", "")]

    assert told == []
    assert ("380501234567" in entry_of(taken).location, "380501234567" in entry_of(waits).location) == (True, False)
    cancel(consultation=taken, by=taken.learner)
    assert "380501234567" in client.get(reverse("consultation", args=[waits.pk])).text


def test_nobody_moves_up_into_two_consultations_at_one_time(cohort):
    offered, other = slot(cohort), slot(cohort)
    first, waits = booked(offered), booked(offered)
    booked(other, waits.learner)
    next_one = booked(offered)

    cancel(consultation=first, by=first.learner)

    assert (state_of(waits), state_of(next_one)) == (State.ASKED, State.BOOKED)


@pytest.mark.parametrize("gone", ["withdrawn", "locked out"])
def test_who_has_left_the_group_does_not_move_up(cohort, gone):
    offered = slot(cohort)
    first, left, next_one = booked(offered), booked(offered), booked(offered)
    if gone == "withdrawn":
        Enrolment.objects.filter(learner=left.learner).update(state=Enrolment.State.WITHDRAWN)
    else:
        left.learner.is_active = False
        left.learner.save()

    cancel(consultation=first, by=first.learner)

    assert (state_of(left), state_of(next_one)) == (State.ASKED, State.BOOKED)


def test_who_had_no_room_when_the_seat_became_free_gets_it_when_there_is_room(cohort):
    offered, other = slot(cohort), slot(cohort)
    first, waits = booked(offered), booked(offered)
    instead = booked(other, waits.learner)
    cancel(consultation=first, by=first.learner)
    post_consultation_letters()
    before = state_of(waits)

    cancel(consultation=instead, by=instead.learner)
    post_consultation_letters()

    assert (before, state_of(waits), slots_with_room(), move_up_in(offered.pk)) == (State.ASKED, State.BOOKED, [], 0)


def test_what_a_forgotten_visitor_had_ahead_is_cancelled_and_why_it_was_is_forgotten_too(cohort):
    mentor, person = offerer(cohort), visitor(cohort)
    one = book(slot=slot(cohort, mentor), visitor=person, by=mentor).consultation
    other = book(slot=slot(cohort, mentor, starts_at=now() + timedelta(days=3)), visitor=person, by=mentor).consultation
    cancel(consultation=one, by=mentor, reason="Halyna is in hospital")

    forget_visitor(visitor=person, by=mentor)

    assert (state_of(other), other.slot.consultations.seated().count()) == (State.CANCELLED, 0)
    assert set(one.events.values_list("reason", flat=True)) == {""}


def test_saving_what_a_visitor_told_brings_nobody_back_who_was_forgotten_meanwhile(client, mentor, cohort, monkeypatch):
    person = visitor(cohort)
    is_valid = visitors.VisitorForm.is_valid

    def forgotten_first(form):
        forget_visitor(visitor=person, by=mentor)
        return is_valid(form)

    monkeypatch.setattr(visitors.VisitorForm, "is_valid", forgotten_first)
    client.post(reverse("visitor", args=[person.pk]), {"name": "Baba Halyna", "sex": "female", "born": 1950, "district": "Uman"})

    person.refresh_from_db()
    assert (person.name, person.born, person.forgotten_at is None) == ("", None, False)


def test_a_wish_for_a_mentor_who_is_erased_is_seen_by_the_others(cohort):
    gone, other = offerer(cohort), offerer(cohort)
    person = learner(cohort)
    asked = ask_for_time(learner=person, cohort=cohort, mentor=gone, wish="Grants")

    erase_person(person=gone)

    asked.refresh_from_db()
    assert (asked.state, asked.mentor, asked.wish) == (State.ASKED, None, "Grants")
    assert list(consultations_kept_by(other)) == [asked]


@pytest.mark.django_db(transaction=True)
def test_a_wish_that_is_taken_back_in_one_window_is_not_brought_back_by_another(cohort):
    """The first window's change is not yet kept when the second one begins."""
    person = learner(cohort)
    asked = ask_for_time(learner=person, cohort=cohort, mentor=None, wish="Grants")
    has_begun = threading.Event()

    def take_back():
        with transaction.atomic():
            cancel(consultation=asked, by=person)
            has_begun.set()
            time.sleep(0.3)
        connections.close_all()

    def ask_again():
        has_begun.wait(5)
        found = ask_for_time(learner=person, cohort=cohort, mentor=None, wish="Reports")
        connections.close_all()
        return found

    with ThreadPoolExecutor(2) as windows:
        first, second = windows.submit(take_back), windows.submit(ask_again)
        first.result()
        again = second.result()

    asked.refresh_from_db()
    assert (asked.state, asked.wish) == (State.CANCELLED, "Grants")
    assert (again.pk != asked.pk, again.state, again.wish) == (True, State.ASKED, "Reports")


def test_a_day_three_years_ahead_is_the_furthest(client, mentor, cohort):
    def offer(days):
        day = (localdate(timezone=ZoneInfo("Europe/Kyiv")) + timedelta(days=days)).isoformat()
        fields = {"cohort": cohort.pk, "day": day, "at": "10:00", "minutes": 45, "mode": "place", "seats": 1, "every": 0}
        return client.post(reverse("offer_time"), {**fields, "zone": "Europe/Kyiv"}).status_code

    assert (offer(3 * 366), offer(3 * 366 + 1)) == (302, 422)
