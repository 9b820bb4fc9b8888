from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.timezone import now

from courses.enrolment.actions import enrol, find_by_code, remove, withdraw
from courses.enrolment.models import Cohort, Enrolment, EnrolmentEvent
from courses.enrolment.rules import EnrolmentRefused, Refusal
from tests.factories import CohortFactory, CourseVersionFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(**kwargs):
    with pytest.raises(EnrolmentRefused) as refusal:
        enrol(**kwargs)
    return refusal.value.reason


def test_enrolling_takes_a_place_and_says_so_in_the_history():
    learner, cohort = UserFactory(), CohortFactory(seats=2)

    enrolment = enrol(learner=learner, cohort=cohort)

    cohort.refresh_from_db()
    assert (enrolment.state, cohort.seats_taken) == ("active", 1)
    assert list(enrolment.events.values_list("from_state", "to_state", "by")) == [("", "active", learner.pk)]


def test_a_second_click_changes_nothing():
    learner, cohort = UserFactory(), CohortFactory()
    first = enrol(learner=learner, cohort=cohort)

    assert enrol(learner=learner, cohort=cohort) == first
    cohort.refresh_from_db()
    assert (cohort.seats_taken, EnrolmentEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"closed_at": now()}, Refusal.CLOSED),
        ({"enrolment_closes_at": now() - timedelta(days=1)}, Refusal.CLOSED),
        ({"enrolment_opens_at": now() + timedelta(days=1)}, Refusal.NOT_YET),
        ({"policy": "join_code", "join_code": "VILLAGE"}, Refusal.NEEDS_CODE),
        ({"policy": "invitation"}, Refusal.NEEDS_CODE),
        ({"seats": 0}, Refusal.FULL),
    ],
)
def test_who_cannot_enrol_is_told_why_and_nothing_is_written(fields, reason):
    cohort = CohortFactory(**fields)

    assert refused(learner=UserFactory(), cohort=cohort) == reason
    assert not Enrolment.objects.exists()
    cohort.refresh_from_db()
    assert cohort.seats_taken == 0


@pytest.mark.parametrize("typed", ["VILLAGE7", "village7", " Village 7 ", "vil-lage-7"])
def test_a_code_opens_its_cohort_however_it_was_typed(typed):
    cohort = CohortFactory(policy="join_code", join_code="VILLAGE7")

    assert find_by_code(typed) == cohort


@pytest.mark.parametrize("typed", ["", "   ", "VILLAGE", "%", "' OR 1=1 --", "ДЕРЕВНЯ", "x" * 5000])
def test_a_wrong_code_opens_nothing(typed):
    CohortFactory(policy="join_code", join_code="VILLAGE7")
    CohortFactory(join_code="")

    with pytest.raises(EnrolmentRefused) as refusal:
        find_by_code(typed)
    assert refusal.value.reason == Refusal.WRONG_CODE


def test_leaving_frees_the_place_and_coming_back_takes_it_again():
    learner, cohort = UserFactory(), CohortFactory(seats=1)
    enrolment = enrol(learner=learner, cohort=cohort)

    withdraw(enrolment=enrolment, by=learner)
    withdraw(enrolment=enrolment, by=learner)
    cohort.refresh_from_db()
    assert cohort.seats_taken == 0

    assert enrol(learner=learner, cohort=cohort).pk == enrolment.pk
    states = list(enrolment.events.values_list("to_state", flat=True))
    assert states == ["active", "withdrawn", "active"]


def test_who_was_taken_out_cannot_walk_in_again():
    enrolment = EnrolmentFactory()
    remove(enrolment=enrolment, by=UserFactory(), reason="left the organisation")

    assert refused(learner=enrolment.learner, cohort=enrolment.cohort) == Refusal.REMOVED


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once():
    cohort, learners, start, outcomes = CohortFactory(seats=1), [UserFactory(), UserFactory(), UserFactory()], Barrier(3), []

    def click(learner):
        start.wait()
        try:
            outcomes.append(enrol(learner=learner, cohort=cohort).state)
        except EnrolmentRefused as refusal:
            outcomes.append(refusal.reason)
        finally:
            connection.close()

    threads = [Thread(target=click, args=[learner]) for learner in learners]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(outcomes) == ["active", "full", "full"]
    assert Cohort.objects.get().seats_taken == 1


def test_the_page_of_an_open_cohort_enrols(client):
    cohort = CourseVersionFactory(of=CohortFactory().course).of.cohorts.get()
    client.force_login(learner := UserFactory())

    assert "Enrol me" in client.get(f"/en/enrol/{cohort.pk}/").content.decode()
    answer = client.post(f"/en/enrol/{cohort.pk}/")

    assert (answer.status_code, answer.url) == (302, "/en/my/")
    assert Enrolment.objects.of(learner).count() == 1


def test_a_full_cohort_answers_with_words_and_409(client):
    cohort = CohortFactory(seats=0)
    client.force_login(UserFactory())

    answer = client.post(f"/en/enrol/{cohort.pk}/")

    assert answer.status_code == 409
    assert "All places in this group are taken." in answer.content.decode()


@pytest.mark.parametrize(("code", "status"), [("", 422), ("nobody-knows", 404)])
def test_a_wrong_code_keeps_what_was_typed(client, code, status):
    client.force_login(UserFactory())

    answer = client.post("/en/join/", {"code": code})

    assert answer.status_code == status
    assert f'value="{code}"' in answer.content.decode() or not code
    assert "<title>Error:" in answer.content.decode()


def test_codes_cannot_be_tried_for_ever(client):
    client.force_login(UserFactory())
    CohortFactory(join_code="VILLAGE7")

    statuses = {client.post("/en/join/", {"code": f"guess{n}"}).status_code for n in range(20)}

    assert statuses == {404}
    assert client.post("/en/join/", {"code": "VILLAGE7"}).status_code == 429
    assert not Enrolment.objects.exists()


def test_a_stranger_is_led_to_sign_in_and_cannot_leave_for_somebody_else(client):
    enrolment = EnrolmentFactory()

    assert client.get("/en/join/?code=VILLAGE").status_code == 302
    client.force_login(UserFactory())
    assert client.post(f"/en/my/{enrolment.pk}/leave/").status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.state == "active"
