"""What happened is written down: held, nobody came, put right, a walk-in; what counts, and who is one person."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from courses.consultations.actions.offering import Offer, cancel_rest_of_series, offer, offer_series
from courses.consultations.actions.settling import Agreed, Words, hold, mark_no_show, put_right, set_done, walk_in
from courses.consultations.actions.visitors import forget_visitor, tie
from courses.consultations.counting import Counted, people_in
from courses.consultations.mine import to_dos
from courses.consultations.models import AgreedAction, Consultation, Slot, Visitor
from courses.consultations.rules import Refusal, Refused
from courses.consultations.series import moments
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory
from tests.factories.consultations import begun, booked, learner, offerer, slot, visitor

pytestmark = pytest.mark.django_db
State = Consultation.State
TOMORROW = timedelta(days=1)


def logged(mentor, cohort, **more):
    return walk_in(**{"by": mentor, "cohort": cohort, "made_id": new_ulid(), "minutes": 30, "words": Words(topic="Grants"), **more})


def test_held_keeps_minutes_words_and_what_was_agreed():
    one = begun(booked(slot()))
    words = Words(topic="Grants", outcome="A plan", next_step="Write it", shared_note="Good.", private_note="Tired.")
    agreed = [Agreed("Call the school", date(2026, 12, 1)), Agreed("Call the school"), Agreed("")]

    held = hold(consultation=one, by=one.mentor, minutes=50, words=words, agreed=agreed)

    said = (held.state, held.minutes, held.topic, held.outcome, held.next_step, held.shared_note, held.private_note)
    assert said == (State.HELD, 50, "Grants", "A plan", "Write it", "Good.", "Tired.")
    assert list(held.actions.values_list("text", "due_on")) == [("Call the school", date(2026, 12, 1))]
    assert to_dos(one.learner) == list(held.actions.all())


def test_nothing_is_held_before_it_begins():
    one = booked(slot())

    for deed in (
        lambda: hold(consultation=one, by=one.mentor, minutes=5, words=Words()),
        lambda: mark_no_show(consultation=one, by=one.mentor),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.reason == Refusal.NOT_BEGUN


def test_put_right_is_booked_again_with_its_seat_and_its_words_and_counts_no_more():
    one = begun(booked(slot()))
    hold(consultation=one, by=one.mentor, minutes=50, words=Words(topic="Grants"), agreed=[Agreed("Call")])

    again = put_right(consultation=one, by=one.mentor)

    assert (again.state, again.seat, again.minutes, again.topic, again.actions.count()) == (State.BOOKED, 1, 45, "Grants", 1)
    assert (Consultation.objects.held().count(), to_dos(one.learner)) == (0, [])
    assert list(one.events.values_list("what", flat=True)) == ["booked", "held", "put_right"]


def test_a_no_show_keeps_its_seat_and_does_not_count():
    offered = slot()
    one = begun(booked(offered))

    mark_no_show(consultation=one, by=one.mentor)
    mark_no_show(consultation=one, by=one.mentor)

    one.refresh_from_db()
    assert (one.state, one.seat, people_in(Consultation.objects.held())) == (State.NO_SHOW, 1, Counted(0, 0))


def test_ten_consultations_with_one_person_are_ten_and_one_person():
    cohort = CohortFactory()
    mentor, person, guest = offerer(cohort), learner(cohort), visitor(cohort)
    for _ in range(10):
        logged(mentor, cohort, learner=person)
    for _ in range(3):
        logged(mentor, cohort, visitor=guest)
    before = people_in(Consultation.objects.held())

    tie(visitor=guest, account=person)

    assert (before, people_in(Consultation.objects.held())) == (Counted(13, 2), Counted(13, 1))


def test_two_visitors_of_one_account_are_one_person():
    cohort = CohortFactory()
    mentor, person = offerer(cohort), learner(cohort)
    for name in ("Halyna", "Halyna S."):
        logged(mentor, cohort, visitor=visitor(cohort, name, account=person))

    assert people_in(Consultation.objects.held()) == Counted(2, 1)


def test_a_walk_in_sent_twice_is_logged_once_with_one_visitor():
    cohort = CohortFactory()
    mentor, name = offerer(cohort), new_ulid()

    first, second = (logged(mentor, cohort, made_id=name, new_name="Baba Halyna") for _ in range(2))

    assert (first.pk, Visitor.objects.count(), first.who) == (second.pk, 1, "Baba Halyna")


def test_a_walk_in_logged_by_mistake_is_taken_out():
    cohort = CohortFactory()
    mentor = offerer(cohort)
    one = logged(mentor, cohort, new_name="Baba Halyna")

    put_right(consultation=one, by=mentor)

    assert people_in(Consultation.objects.held()) == Counted(0, 0)


def test_a_walk_in_is_not_logged_for_the_future():
    cohort = CohortFactory()

    with pytest.raises(Refused):
        logged(offerer(cohort), cohort, new_name="Baba Halyna", at=now() + TOMORROW)

    assert (Consultation.objects.count(), Visitor.objects.count()) == (0, 0)


def test_a_forgotten_visitor_leaves_times_and_counts():
    cohort = CohortFactory()
    mentor, guest = offerer(cohort), visitor(cohort, sex="female", born=1958, district="Zarichne")
    one = logged(mentor, cohort, visitor=guest, words=Words(topic="T", private_note="P"), agreed=[Agreed("Call")])

    forget_visitor(visitor=guest, by=offerer(guest.cohort))
    forget_visitor(visitor=guest, by=offerer(guest.cohort))

    one.refresh_from_db()
    guest.refresh_from_db()
    assert (guest.name, guest.sex, guest.born, guest.district) == ("", "", None, "")
    assert (one.topic, one.private_note, one.minutes, one.state, AgreedAction.objects.count()) == ("", "", 30, State.HELD, 0)


def test_a_to_do_is_ticked_off_and_taken_back():
    one = begun(booked(slot()))
    hold(
        consultation=one,
        by=one.mentor,
        minutes=50,
        words=Words(),
        agreed=[Agreed("Later", date(2027, 1, 1)), Agreed("Soon", date(2026, 12, 1))],
    )
    soon = to_dos(one.learner)[0]

    set_done(action=soon, is_done=True)
    after = [each.text for each in to_dos(one.learner)]
    set_done(action=soon, is_done=False)

    assert (soon.text, after, [each.text for each in to_dos(one.learner)]) == ("Soon", ["Later"], ["Soon", "Later"])


# Offering


def test_an_overlapping_time_is_offered_only_by_who_is_sure():
    cohort = CohortFactory()
    mentor = offerer(cohort)
    what = Offer(starts_at=now() + TOMORROW, minutes=60, zone="Europe/Kyiv")
    offer(cohort=cohort, by=mentor, what=what)

    with pytest.raises(Refused) as refused:
        offer(cohort=cohort, by=mentor, what=what)
    offer(cohort=cohort, by=mentor, what=what, is_sure=True)

    assert (refused.value.reason, Slot.objects.count()) == (Refusal.OVERLAPS_OWN, 2)


@pytest.mark.parametrize(
    ("zone", "first", "utc"),
    [
        ("Europe/Kyiv", date(2027, 3, 23), ["08:00", "07:00"]),
        ("Europe/Sofia", date(2027, 3, 23), ["08:00", "07:00"]),
        ("Europe/Prague", date(2027, 3, 23), ["09:00", "08:00"]),
        ("Europe/Moscow", date(2027, 3, 23), ["07:00", "07:00"]),
        ("Europe/Kyiv", date(2026, 10, 20), ["07:00", "08:00"]),
        ("Europe/Prague", date(2026, 10, 20), ["08:00", "09:00"]),
    ],
)
def test_tuesdays_at_ten_stay_at_ten(zone, first, utc):
    found = moments(first=first, at=time(10), zone=zone, every=1, until=first + timedelta(days=7))

    assert [f"{at.astimezone(ZoneInfo(zone)):%a %H:%M}" for at in found] == ["Tue 10:00", "Tue 10:00"]
    assert [f"{at:%H:%M}" for at in found] == utc


@pytest.mark.parametrize(
    ("zone", "at", "first", "meant"),
    [
        ("Europe/Kyiv", time(3, 30), date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # left out: an hour later, 04:30
        ("Europe/Prague", time(2, 30), date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/Kyiv", time(3, 30), date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice: the first
        ("Europe/Sofia", time(3, 30), date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice(zone, at, first, meant):
    assert moments(first=first, at=at, zone=zone, every=1, until=first) == [meant]


def test_every_second_week_until_the_day_itself():
    found = moments(first=date(2026, 12, 1), at=time(18), zone="Europe/Kyiv", every=2, until=date(2026, 12, 29))

    assert [at.day for at in found] == [1, 15, 29]


def test_a_series_is_written_at_once_and_has_at_most_a_hundred():
    cohort = CohortFactory()
    mentor = offerer(cohort)
    what = Offer(starts_at=now() + TOMORROW, minutes=60, zone="Europe/Kyiv")
    until = (what.starts_at.astimezone(ZoneInfo("Europe/Kyiv")) + timedelta(weeks=3)).date()

    slots = offer_series(cohort=cohort, by=mentor, what=what, every=1, until=until)
    with pytest.raises(Refused) as refused:
        offer_series(cohort=cohort, by=mentor, what=what, every=1, until=until + timedelta(weeks=100), is_sure=True)
    cancelled = cancel_rest_of_series(slot=slots[1], by=mentor)

    assert (len(slots), {one.series for one in slots} != {None}, refused.value.reason) == (4, True, Refusal.TOO_LONG)
    assert (cancelled, list(Slot.objects.order_by("starts_at").values_list("state", flat=True))) == (3, ["open"] + ["cancelled"] * 3)
