"""Who goes while something is booked: learners who leave the group, mentors who work for it no more, two who are to be kept apart."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from courses.consultations.actions.booking import ask_for_time, book, cancel, move
from courses.consultations.actions.settling import Words, hold
from courses.consultations.asking import whom_to_ask
from courses.consultations.letters import NEWS
from courses.consultations.listing import times_for
from courses.consultations.models import Consultation, ConsultationEvent, Visitor
from courses.consultations.people import find
from courses.consultations.rules import (
    Refusal,
    Refused,
    bookings_to_settle,
    consultations_kept_by,
    consultations_seen_by,
    slots_open_to,
)
from courses.consultations.tasks import post_consultation_letters
from courses.enrolment.actions import remove, withdraw
from courses.mentorship.actions.barring import bar
from courses.mentorship.models import Pairing
from lms.accounts.models import Role, User
from lms.core.log.ulid import new_ulid
from lms.network.models import Organisation
from lms.notifications.models import Letter
from tests.factories import CohortFactory, UserFactory
from tests.factories.consultations import begun, booked, enrolment_of, learner, offerer, slot, visitor

pytestmark = pytest.mark.django_db
State = Consultation.State
What = ConsultationEvent.What


def fresh(one):
    return Consultation.objects.get(pk=one.pk)


def again(person):
    return User.objects.get(pk=person.pk)


def refusal(deed) -> Refusal:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.reason


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def apart(mentor, person):
    bar(mentor=mentor, learner=person, by=UserFactory(), reason="Sisters")


# A learner leaves


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
def test_who_leaves_the_group_gives_everything_back_and_the_next_one_moves_up(how):
    cohort = CohortFactory()
    mentor = offerer(cohort, email="mentor@example.org")
    one, other = slot(cohort, mentor), slot(cohort, mentor, starts_at=now() + timedelta(days=3))
    mine, waits = booked(one), booked(one)
    booked(other)
    in_line = booked(other, mine.learner)
    wish = ask_for_time(learner=mine.learner, cohort=cohort, mentor=mentor, wish="")
    coordinator = offerer(cohort, Role.COORDINATOR)

    if how == "withdrawn":
        withdraw(enrolment=enrolment_of(mine.learner), by=mine.learner)
    else:
        remove(enrolment=enrolment_of(mine.learner), by=coordinator, reason="Moved")

    assert [fresh(each).state for each in (mine, in_line, wish, waits)] == [State.CANCELLED] * 3 + [State.BOOKED]
    last = [each.events.last() for each in (mine, in_line, wish)]
    assert [(event.what, event.tells) for event in last] == [(What.LEFT, mentor)] * 3
    post_consultation_letters()
    assert Letter.objects.get(kind=NEWS, person=mentor)


def test_what_was_held_and_what_has_begun_stays_and_so_does_another_group():
    cohort, elsewhere = CohortFactory(), CohortFactory()
    mentor = offerer(cohort)
    past = begun(booked(slot(cohort, mentor)))
    held = hold(consultation=begun(booked(slot(cohort, mentor), past.learner)), by=mentor, minutes=30, words=Words())
    other = booked(slot(elsewhere), learner(elsewhere))
    enrolment = enrolment_of(past.learner)
    Consultation.objects.filter(pk=other.pk).update(learner=past.learner)

    withdraw(enrolment=enrolment, by=past.learner)

    assert [fresh(each).state for each in (past, held, other)] == [State.BOOKED, State.HELD, State.BOOKED]


def test_leaving_twice_cancels_once():
    mine = booked(slot())

    for _time in range(2):
        withdraw(enrolment=enrolment_of(mine.learner), by=mine.learner)

    assert list(mine.events.values_list("what", flat=True)) == [What.BOOKED, What.LEFT]


# A time comes while somebody waits for it


def test_who_still_waits_when_the_time_has_come_waits_no_more_and_gets_no_letter(client):
    first, waits = (booked(each) for each in [slot()] * 2)
    begun(first)
    before = Letter.objects.filter(person=waits.learner).count()

    post_consultation_letters()
    post_consultation_letters()

    assert (fresh(first).state, fresh(waits).state) == (State.BOOKED, State.CANCELLED)
    assert list(waits.events.values_list("what", "by")) == [(What.ASKED, waits.learner.pk), (What.PASSED, None)]
    assert Letter.objects.filter(person=waits.learner).count() == before
    client.force_login(waits.learner)
    assert "No place became free before it began" in client.get(reverse("consultation", args=[waits.pk])).text


def test_wishes_and_times_to_come_are_left_waiting():
    cohort = CohortFactory()
    offered = slot(cohort)
    booked(offered)
    waits = booked(offered)
    wish = ask_for_time(learner=learner(cohort), cohort=cohort, mentor=None, wish="")

    post_consultation_letters()

    assert [fresh(each).state for each in (waits, wish)] == [State.ASKED] * 2


# A mentor goes


def role_ended(mentor):
    mentor.role_assignments.all().delete()


def locked_out(mentor):
    User.objects.filter(pk=mentor.pk).update(is_active=False)


@pytest.mark.parametrize("goes", [role_ended, locked_out])
def test_times_of_who_works_there_no_more_cannot_be_booked_nor_moved_to_nor_moved_up_in(goes):
    cohort = CohortFactory()
    there, gone = offerer(cohort), offerer(cohort)
    stays, offered = slot(cohort, there), slot(cohort, gone, starts_at=now() + timedelta(days=3))
    first, waits = booked(offered), booked(offered)
    mine = booked(stays)
    goes(gone)

    assert refusal(lambda: book(slot=offered, learner=learner(cohort), by=there)) == Refusal.CANCELLED
    assert refusal(lambda: move(consultation=mine, to=offered, by=mine.learner)) == Refusal.CANCELLED
    cancel(consultation=first, by=first.learner)
    assert fresh(waits).state == State.ASKED
    assert list(slots_open_to(mine.learner)) == [stays]
    page = times_for(enrolment_of(waits.learner))
    assert [time.pk for day in page.days for time in day.times] == [stays.pk]
    assert whom_to_ask(enrolment_of(mine.learner)) == there


@pytest.mark.parametrize("where", ["site", "course", "owner", "cohort"])
def test_a_role_on_anything_that_covers_the_group_is_enough(where):
    cohort = CohortFactory(owner=Organisation.objects.create(name="Oberih", slug="oberih"))
    scope = {"site": None, "course": cohort.course, "owner": cohort.owner, "cohort": cohort}[where]

    offered = slot(cohort, offerer(scope))

    assert list(slots_open_to(learner(cohort))) == [offered]


def test_whoever_coordinates_the_group_sees_who_is_booked_with_nobody_and_gives_another_time():
    cohort = CohortFactory()
    gone, there = offerer(cohort, name="Gone"), offerer(cohort)
    coordinator, elsewhere = offerer(cohort, Role.COORDINATOR), offerer(CohortFactory(), Role.COORDINATOR)
    one = booked(slot(cohort, gone), learner(cohort, name="Olena"))
    other = slot(cohort, there, starts_at=now() + timedelta(days=4))
    before = list(bookings_to_settle(coordinator))

    role_ended(gone)

    assert (before, list(bookings_to_settle(coordinator)), list(bookings_to_settle(again(there)))) == ([], [one], [])
    text, others = (signed_in(person).get(reverse("mentor_consultations")).text for person in (coordinator, elsewhere))
    assert ("Somebody else is needed" in text, "Olena" in text, "Somebody else is needed" in others) == (True, True, False)
    given = signed_in(coordinator).post(reverse("give_time", args=[one.pk]), {"slot": other.pk})
    assert (given.status_code, fresh(one).mentor, list(bookings_to_settle(coordinator))) == (302, there, [])


# Two who are kept apart


def test_a_mentor_who_is_barred_is_not_offered_to_that_learner():
    cohort = CohortFactory()
    mentor, person, other = offerer(cohort), learner(cohort), learner(cohort)
    offered = slot(cohort, mentor)
    apart(mentor, person)

    assert (list(slots_open_to(person)), list(slots_open_to(other))) == ([], [offered])
    assert times_for(enrolment_of(person)).days == []
    assert refusal(lambda: book(slot=offered, learner=person, by=mentor)) == Refusal.KEPT_APART
    assert whom_to_ask(enrolment_of(person)) is None
    assert signed_in(person).post(reverse("book_time", args=[enrolment_of(person).pk]), {"slot": offered.pk}).status_code == 404


def test_who_is_barred_does_not_move_up_and_the_next_one_does():
    offered = slot()
    first, waits, next_one = (booked(offered) for _ in range(3))
    apart(offered.offered_by, waits.learner)

    cancel(consultation=first, by=first.learner)

    assert [fresh(each).state for each in (waits, next_one)] == [State.ASKED, State.BOOKED]


@pytest.mark.parametrize("role", [Role.MENTOR, Role.SUPERVISOR, Role.COORDINATOR])
def test_whoever_is_barred_sees_nothing_of_the_learner_whatever_role_they_have(role):
    cohort = CohortFactory()
    person = learner(cohort, name="Olena Barred")
    offered = slot(cohort, offerer(cohort, role))
    mentor = offered.offered_by
    one = booked(offered, person)
    hold(consultation=begun(one), by=mentor, minutes=30, words=Words(private_note="Secret"))
    ahead = slot(cohort, mentor, starts_at=now() + timedelta(days=5))
    booked(ahead, person)
    Pairing.objects.create(enrolment=enrolment_of(person), mentor=mentor)
    assert one in consultations_seen_by(mentor)

    apart(mentor, person)

    assert not consultations_seen_by(mentor).exists()
    assert not consultations_kept_by(mentor).exists()
    assert find(mentor, "Olena") == []
    web = signed_in(mentor)
    assert web.get(reverse("mentor_consultation", args=[one.pk])).status_code == 404
    diary, time = web.get(reverse("mentor_consultations")).text, web.get(reverse("offered_time", args=[ahead.pk])).text
    assert ("Olena Barred" in diary, "Olena Barred" in time, "1 of 1 place is taken" in diary) == (False, False, True)
    post_consultation_letters()
    assert not any("Olena Barred" in message.body for message in mail.outbox if mentor.email in message.to)


def test_another_coordinator_sees_what_the_two_have_booked():
    one = booked(slot())
    coordinator = offerer(one.cohort, Role.COORDINATOR)

    apart(one.mentor, one.learner)

    assert list(bookings_to_settle(coordinator)) == [one]
    assert not bookings_to_settle(again(one.mentor)).exists()


def test_visitors_without_an_account_are_kept_apart_from_nobody():
    cohort = CohortFactory()
    mentor = offerer(cohort)
    apart(mentor, learner(cohort))

    one = book(slot=slot(cohort, mentor), visitor=visitor(cohort, "Baba Halyna"), by=mentor).consultation

    assert list(consultations_kept_by(mentor)) == [one]
    assert [found.name for found in find(mentor, "Halyna")] == ["Baba Halyna"]


# A walk-in that a device sends late


def sent(mentor, key, name="Olena"):
    value = {"name": name, "who": key, "minutes": "30", "cohort": str(mentor.role_assignments.get().scope_id), "topic": "Grants"}
    path, change = reverse("save_walk_in"), {"change_id": new_ulid(), "base": 0, "value": value}
    return signed_in(mentor).post(path, change, content_type="application/json", headers={"accept": "application/json"})


def test_a_walk_in_of_a_learner_who_has_left_meanwhile_is_theirs():
    cohort = CohortFactory()
    mentor, person = offerer(cohort), learner(cohort, name="Olena")
    enrolment = enrolment_of(person)
    withdraw(enrolment=enrolment, by=person)

    answer = sent(mentor, f"l{enrolment.pk}")

    assert (answer.status_code, Consultation.objects.get().learner, Visitor.objects.count()) == (200, person, 0)


@pytest.mark.parametrize("why", ["barred", "of another group", "erased"])
def test_a_walk_in_of_somebody_who_may_not_be_met_is_refused_and_not_made_a_visitor(why):
    cohort = CohortFactory()
    mentor = offerer(cohort)
    person = learner(CohortFactory() if why == "of another group" else cohort)
    if why == "barred":
        apart(mentor, person)
    if why == "erased":
        User.objects.filter(pk=person.pk).update(erased_at=now())

    answer = sent(mentor, f"l{enrolment_of(person).pk}")

    assert (answer.status_code, Consultation.objects.count(), Visitor.objects.count()) == (422, 0, 0)
    assert "not to be found" in answer.json()["message"]
