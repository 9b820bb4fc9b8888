"""Who may see and do what: every role on both sides of the table."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from courses.consultations.actions.settling import Words, hold, walk_in
from courses.consultations.actions.visitors import tie
from courses.consultations.models import Consultation
from courses.consultations.rules import consultations_kept_by, consultations_seen_by, slots_kept_by
from courses.mentorship.models import Pairing
from lms.accounts.models import Role, User
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, UserFactory
from tests.factories.consultations import begun, booked, enrolment_of, learner, offerer, slot, visitor

pytestmark = pytest.mark.django_db
PRIVATE, SHARED = "Only mentors read this", "Both read this"


@pytest.fixture
def held():
    one = begun(booked(slot()))
    return hold(consultation=one, by=one.mentor, minutes=45, words=Words(topic="Grants", shared_note=SHARED, private_note=PRIVATE))


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def page(person, name, one):
    response = signed_in(person).get(reverse(name, args=[one.pk]))
    return response.status_code, response.text if response.status_code == 200 else ""


def test_the_learner_reads_the_note_for_both_and_never_the_other(held):
    status, text = page(held.learner, "consultation", held)

    assert (status, SHARED in text, PRIVATE in text) == (200, True, False)
    assert page(held.learner, "mentor_consultation", held)[0] == 404


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_those_who_look_after_the_cohort_read_both_notes(held, role):
    status, text = page(offerer(held.cohort, role), "mentor_consultation", held)

    assert (status, SHARED in text, PRIVATE in text) == (200, True, True)


@pytest.mark.parametrize("role", [Role.MENTOR, Role.SUPERVISOR, Role.COORDINATOR])
def test_roles_in_another_cohort_see_nothing(held, role):
    assert page(offerer(CohortFactory(), role), "mentor_consultation", held)[0] == 404


def test_another_mentor_of_the_cohort_sees_it_only_for_their_own_learner(held):
    other = offerer(held.cohort)
    before = page(other, "mentor_consultation", held)[0]

    Pairing.objects.create(enrolment=enrolment_of(held.learner), mentor=other)

    status, text = page(other, "mentor_consultation", held)
    assert (before, status, PRIVATE in text) == (404, 200, True)
    assert not consultations_kept_by(other).filter(pk=held.pk).exists()
    assert signed_in(other).post(reverse("put_right", args=[held.pk])).status_code == 404


def test_a_mentor_who_is_none_any_more_sees_nothing(held):
    held.mentor.role_assignments.all().delete()

    assert not consultations_seen_by(User.objects.get(pk=held.mentor.pk)).exists()


def test_a_mentor_who_is_a_learner_too_does_not_see_what_was_noted_of_them():
    cohort = CohortFactory()
    mentor = offerer(cohort)
    one = begun(booked(slot(cohort, mentor)))
    both = offerer(cohort, Role.COORDINATOR)
    Consultation.objects.filter(pk=one.pk).update(learner=both, private_note=PRIVATE)

    assert page(both, "mentor_consultation", one)[0] == 404
    assert not consultations_seen_by(both).exists()


def test_who_was_a_visitor_reads_what_is_theirs_and_not_the_note_for_mentors():
    cohort = CohortFactory()
    mentor, person, guest = offerer(cohort), learner(cohort), visitor(cohort)
    words = Words(topic="Grants", shared_note=SHARED, private_note=PRIVATE)
    one = walk_in(by=mentor, cohort=cohort, made_id=new_ulid(), minutes=30, words=words, visitor=guest)
    before = page(person, "consultation", one)[0]

    tie(visitor=guest, account=person)

    status, text = page(person, "consultation", one)
    assert (before, status, SHARED in text, PRIVATE in text) == (404, 200, True, False)


def test_somebody_elses_consultation_is_not_there(held):
    stranger = learner(held.cohort)

    for name in ("consultation", "move_consultation", "cancel_consultation", "consultation_ics"):
        assert page(stranger, name, held)[0] == 404


def test_a_learner_has_no_desk(held):
    client = signed_in(held.learner)

    for name in ("mentor_consultations", "offer_time", "walk_in", "walk_in_people"):
        assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse("save_walk_in"), {}, content_type="application/json").status_code == 404


def test_a_mentor_keeps_their_own_times_and_a_coordinator_all_of_the_cohort():
    cohort = CohortFactory()
    mentor, other = offerer(cohort), offerer(cohort)
    coordinator, supervisor = offerer(cohort, Role.COORDINATOR), offerer(cohort, Role.SUPERVISOR)
    mine, theirs = slot(cohort, mentor), slot(cohort, other, starts_at=now() + timedelta(days=4))

    kept = [set(slots_kept_by(person)) for person in (mentor, other, coordinator, supervisor)]

    assert kept == [{mine}, {theirs}, {mine, theirs}, set()]


def test_the_list_of_the_back_office_is_of_those_who_look_after_the_cohort(held):
    address = reverse("office_consultations")
    coordinator, elsewhere = offerer(held.cohort, Role.COORDINATOR), offerer(CohortFactory(), Role.COORDINATOR)

    texts = [signed_in(person).get(address).text for person in (coordinator, elsewhere)]

    assert [str(held.learner) in text for text in texts] == [True, False]
    assert "1 consultation held" in texts[0]
    assert signed_in(held.mentor).get(address).status_code == 302  # no way into this page of the back office


def test_visitors_are_known_to_those_who_work_for_the_cohort_alone():
    guest = visitor(CohortFactory())
    mentor, coordinator, stranger = offerer(guest.cohort), offerer(guest.cohort, Role.COORDINATOR), offerer(CohortFactory())

    assert [page(person, "visitor", guest)[0] for person in (mentor, coordinator, stranger, UserFactory())] == [200, 200, 404, 404]
    assert [page(person, "forget_visitor", guest)[0] for person in (mentor, coordinator)] == [403, 200]
