"""What a mentor meets, without a line of JavaScript: offering, who comes, writing down, walk-ins, visitors."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from courses.consultations.actions.booking import ask_for_time
from courses.consultations.models import Consultation, Slot, Visitor
from lms.accounts.models import Role
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory
from tests.factories.consultations import begun, booked, enrolment_of, learner, offerer, slot, visitor

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


def send(client, page, *args, **fields):
    return client.post(reverse(page, args=args), fields, follow=True)


def offered_form(cohort, **more):
    day = (localdate() + timedelta(days=3)).isoformat()
    fields = {"cohort": cohort.pk, "day": day, "at": "10:00", "minutes": 45, "mode": "place", "where": "Library", "seats": 1}
    return {**fields, "every": 0, "zone": "Europe/Kyiv", **more}


def test_a_time_is_offered_by_the_clock_that_was_said(client, mentor, cohort):
    send(client, "offer_time", **offered_form(cohort, zone="Europe/Prague"))

    made = Slot.objects.get()
    assert (f"{localtime(made.starts_at, made.starts_at.tzinfo):%H:%M}", made.time_zone, made.minutes) == ("09:00", "Europe/Prague", 45)


def test_a_series_is_offered(client, mentor, cohort):
    until = (localdate() + timedelta(days=3 + 14)).isoformat()

    text = send(client, "offer_time", **offered_form(cohort, every=1, until=until)).text

    assert "Offered: 3 times." in text
    assert Slot.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "2020-01-01"}, "This time is over."),
        ({"every": 1}, "Say until which day it repeats."),
        ({"every": 1, "until": "2020-01-01"}, "This is before the first time."),
        ({"day": "2027-03-28", "at": "03:30"}, "leaves this hour out"),
        ({"seats": 0}, "greater than or equal to 1"),
        ({"every": 1, "until": "2099-01-01"}, "at most a hundred"),
    ],
)
def test_what_cannot_be_offered_is_said_beside_its_field(client, mentor, cohort, wrong, words):
    response = client.post(reverse("offer_time"), offered_form(cohort, **wrong))

    assert (response.status_code, words in response.text, Slot.objects.count()) == (422, True, 0)


def test_an_overlap_is_asked_about_once(client, mentor, cohort):
    send(client, "offer_time", **offered_form(cohort))
    asked = client.post(reverse("offer_time"), offered_form(cohort)).text

    send(client, "offer_time", **offered_form(cohort, is_sure="on"))

    assert ("Offer it all the same" in asked, Slot.objects.count()) == (True, 2)


def test_a_cohort_that_is_not_theirs_cannot_be_offered_to(client, mentor):
    assert client.post(reverse("offer_time"), offered_form(CohortFactory())).status_code == 422


def test_the_diary_says_who_comes_who_asks_and_what_is_to_be_written(client, mentor, cohort):
    booked(slot(cohort, mentor), learner(cohort, name="Comes"))
    begun(booked(slot(cohort, mentor, starts_at=now() + timedelta(days=5)), learner(cohort, name="Came")))
    ask_for_time(learner=learner(cohort, name="Asks"), cohort=cohort, mentor=mentor, wish="Grants")

    text = client.get(reverse("mentor_consultations")).text

    assert text.index("What came of it?") < text.index("Came") < text.index("Asks") < text.index("Comes")


def test_held_is_written_down_with_what_was_agreed(client, mentor, cohort):
    one = begun(booked(slot(cohort, mentor)))

    fields = {"minutes": 50, "topic": "Grants", "agreed_1": "Call the school", "due_1": "2026-12-01", "private_note": "Tired"}
    text = send(client, "mentor_consultation", one.pk, **fields).text

    one.refresh_from_db()
    assert (one.state, one.minutes, one.topic, one.private_note, one.actions.get().text) == (
        State.HELD,
        50,
        "Grants",
        "Tired",
        "Call the school",
    )
    assert "Written down." in text


def test_before_it_begins_the_page_says_when_it_can_be_written(client, mentor, cohort):
    one = booked(slot(cohort, mentor))

    page = client.get(reverse("mentor_consultation", args=[one.pk])).text
    refused = client.post(reverse("mentor_consultation", args=[one.pk]), {"minutes": 5})

    assert ("When it has begun you can write down here" in page, 'name="minutes"' in page) == (True, False)
    assert (refused.status_code, "This has not begun yet." in refused.text) == (422, True)


def test_nobody_came_and_put_right(client, mentor, cohort):
    one = begun(booked(slot(cohort, mentor)))

    send(client, "no_show", one.pk)
    states = [Consultation.objects.get().state]
    send(client, "put_right", one.pk)

    assert [*states, Consultation.objects.get().state] == [State.NO_SHOW, State.BOOKED]


def test_a_wish_is_met_with_a_time(client, mentor, cohort):
    asked = ask_for_time(learner=learner(cohort), cohort=cohort, mentor=mentor, wish="Grants")
    offered = slot(cohort, mentor)

    page = client.get(reverse("give_time", args=[asked.pk])).text
    send(client, "give_time", asked.pk, slot=offered.pk)

    asked.refresh_from_db()
    assert ("Give this one" in page, asked.state, asked.slot) == (True, State.BOOKED, offered)


def test_booking_for_somebody_finds_them_by_three_letters_whatever_the_capitals(client, mentor, cohort):
    offered = slot(cohort, mentor)
    person = learner(cohort, name="Їжакевич Оксана")

    page = client.get(reverse("book_for", args=[offered.pk]), {"q": "їжак"}).text
    send(client, "book_for", offered.pk, who=f"l{enrolment_of(person).pk}")

    assert "Їжакевич" in page
    assert Consultation.objects.get().learner == person


def test_somebody_of_another_cohort_is_neither_found_nor_booked(client, mentor, cohort):
    offered, stranger = slot(cohort, mentor), learner(CohortFactory(), name="Stranger Anna")

    page = client.get(reverse("book_for", args=[offered.pk]), {"q": "stranger"}).text
    send(client, "book_for", offered.pk, who=f"l{enrolment_of(stranger).pk}")

    assert ("Stranger Anna" in page, Consultation.objects.count()) == (False, 0)


def test_a_time_is_changed_and_cancelled_with_its_later_ones(client, mentor, cohort):
    until = (localdate() + timedelta(days=3 + 14)).isoformat()
    send(client, "offer_time", **offered_form(cohort, every=1, until=until))
    first, second, _third = Slot.objects.order_by("starts_at")

    send(client, "change_time", first.pk, **offered_form(cohort, where="Club", seats=3))
    send(client, "cancel_time", second.pk, reason="Ill", and_later="on")

    first.refresh_from_db()
    assert (first.where, first.seats) == ("Club", 3)
    assert list(Slot.objects.order_by("starts_at").values_list("state", flat=True)) == ["open", "cancelled", "cancelled"]


# Walk-ins


def logged(client, cohort, **more):
    fields = {"made_id": new_ulid(), "name": "Baba Halyna", "who": "", "minutes": 30, "topic": "Grants", "cohort": cohort.pk, **more}
    return client.post(reverse("walk_in"), fields, follow=True)


def test_three_answers_log_somebody_without_an_account(client, mentor, cohort):
    text = logged(client, cohort).text

    one = Consultation.objects.get()
    assert (one.state, one.who, one.minutes, one.topic, one.mentor, one.learner) == (State.HELD, "Baba Halyna", 30, "Grants", mentor, None)
    assert ("Logged: Baba Halyna, 30 minutes." in text, "Logged today" in text) == (True, True)
    assert abs((now() - one.starts_at).total_seconds() - 30 * 60) < 60


def test_a_form_sent_twice_is_one(client, mentor, cohort):
    name = new_ulid()
    for _ in range(2):
        logged(client, cohort, made_id=name)

    assert (Consultation.objects.count(), Visitor.objects.count()) == (1, 1)


def test_without_scripts_a_button_looks_for_the_name_and_keeps_what_is_written(client, mentor, cohort):
    person = learner(cohort, name="Оксана Коваль")
    visitor(cohort, "Коваленко Г.")

    page = logged(client, cohort, name="ковал", look="1")
    logged(client, cohort, name="ковал", who=f"l{enrolment_of(person).pk}")

    assert (page.status_code, page.text.count('name="who"'), 'value="Grants"' in page.text) == (200, 3, True)
    assert Consultation.objects.get().learner == person


def test_nobody_is_said_to_be_missing(client, mentor, cohort):
    page = logged(client, cohort, name=" ")

    assert (page.status_code, "Write who came." in page.text, Consultation.objects.count()) == (422, True, 0)


def test_a_day_to_come_is_refused_and_yesterday_is_not(client, mentor, cohort):
    day = {name: (localdate() + timedelta(days=days)).isoformat() for name, days in (("ahead", 2), ("past", -1))}

    refused = logged(client, cohort, day=day["ahead"]).status_code
    logged(client, cohort, day=day["past"], at="09:00")

    assert (refused, f"{localtime(Consultation.objects.get().starts_at, ZoneInfo(mentor.time_zone)):%H:%M}") == (422, "09:00")


def test_the_queue_of_a_device_logs_once_and_hears_what_is_wrong(client, mentor, cohort):
    value = {"name": "Baba Halyna", "who": "", "minutes": "30", "topic": "Grants", "cohort": str(cohort.pk)}
    change = {"change_id": new_ulid(), "base": 0, "value": value}

    def post(sent):
        return client.post(reverse("save_walk_in"), sent, content_type="application/json", headers={"accept": "application/json"})

    answers = [post(change) for _ in range(2)]
    nameless = post({**change, "change_id": new_ulid(), "value": {**value, "name": ""}})
    broken = post({"change_id": "x"})

    assert [answer.status_code for answer in (*answers, nameless, broken)] == [200, 200, 422, 422]
    assert Consultation.objects.count() == 1
    assert "Write who came." in nameless.json()["message"]


def test_a_visitor_of_another_cohort_cannot_be_named(client, mentor, cohort):
    stranger = visitor(CohortFactory(), "Stranger")

    answers = [logged(client, cohort, name=name, who=f"v{stranger.pk}").status_code for name in ("Somebody", "")]

    assert (answers, Consultation.objects.exists()) == ([422, 422], False)


def test_a_device_says_when_it_was_however_late_it_sends(client, mentor, cohort):
    began = (now() - timedelta(hours=7)).replace(microsecond=0)
    value = {"name": "Baba Halyna", "minutes": "30", "cohort": str(cohort.pk), "began": began.isoformat().replace("+00:00", "Z")}

    client.post(reverse("save_walk_in"), {"change_id": new_ulid(), "base": 0, "value": value}, content_type="application/json")

    assert Consultation.objects.get().starts_at == began


# Visitors


def test_a_visitor_tells_what_they_like_and_is_tied_to_an_account(client, mentor, cohort):
    guest, person = visitor(cohort), learner(cohort, name="Halyna Stepanivna")

    send(client, "visitor", guest.pk, name="Halyna", sex="female", born=1958, district="")
    found = client.get(reverse("visitor", args=[guest.pk]), {"q": "halyna"}).text
    send(client, "tie_visitor", guest.pk, who=f"l{enrolment_of(person).pk}")

    guest.refresh_from_db()
    assert (guest.name, guest.sex, guest.born, guest.account) == ("Halyna", "female", 1958, person)
    assert "This is Halyna Stepanivna" in found


def test_a_year_that_has_not_come_is_refused(client, mentor, cohort):
    guest = visitor(cohort)

    assert client.post(reverse("visitor", args=[guest.pk]), {"name": "H", "born": 2999}).status_code == 422


def test_a_coordinator_forgets_a_visitor_after_a_question(client, cohort):
    client.force_login(offerer(cohort, Role.COORDINATOR))
    guest = visitor(cohort)

    question = client.get(reverse("forget_visitor", args=[guest.pk])).text
    send(client, "forget_visitor", guest.pk)

    guest.refresh_from_db()
    assert ("Yes, forget" in question, guest.name) == (True, "")


@pytest.mark.parametrize("number", [1, 3])
def test_the_diary_costs_the_same_however_many_come(client, mentor, cohort, django_assert_num_queries, number):
    for day in range(number):
        booked(slot(cohort, mentor, starts_at=now() + timedelta(days=day + 1)))
    client.get(reverse("mentor_consultations"))

    with django_assert_num_queries(10):  # one of them for the desk: unread letters; one for the letters that say the same
        assert client.get(reverse("mentor_consultations")).status_code == 200
