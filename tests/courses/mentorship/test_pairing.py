"""Who mentors whom, and what moves with it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from courses.enrolment.models import Enrolment
from courses.mentorship.actions.answering import ask_for_another_mentor, report
from courses.mentorship.actions.barring import bar, lift_bar
from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.pairing import Wish, apply_proposal, end_pairing, pair
from courses.mentorship.actions.requests import settle_report, settle_request
from courses.mentorship.models import BarEvent, MentorProfile, Pairing, ReviewTask
from courses.mentorship.pairing_rules import PairRefusal, PairRefused
from courses.mentorship.rules import tasks_taken_by
from lms.accounts.actions import revoke_role
from lms.accounts.models import Role
from lms.notifications import kinds
from lms.notifications.message import compose
from lms.notifications.models import Letter
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, review_begun, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
Task = ReviewTask.State


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def by(cohort):
    return mentor(cohort, role=Role.COORDINATOR, name="Coordinator")


def now_with(enrolment):
    return [row.mentor for row in Pairing.objects.current().filter(enrolment=enrolment)]


def test_a_learner_has_one_mentor_and_the_one_before_is_remembered(cohort, by):
    enrolment, first, second = EnrolmentFactory(cohort=cohort), mentor(cohort), mentor(cohort)

    pair(enrolment=enrolment, mentor=first, by=by)
    pair(enrolment=enrolment, mentor=second, by=by, reason="First is ill.")

    rows = Pairing.objects.filter(enrolment=enrolment).order_by("pk")
    assert [(row.mentor, row.by, row.reason, row.ended_at is None, row.ended_by) for row in rows] == [
        (first, by, "", False, by),
        (second, by, "First is ill.", True, None),
    ]


def test_the_same_mentor_again_changes_nothing(cohort, by):
    enrolment, person = EnrolmentFactory(cohort=cohort), mentor(cohort)

    rows = [pair(enrolment=enrolment, mentor=person, by=by) for _ in range(2)]

    assert rows[0] == rows[1]
    assert Pairing.objects.count() == 1


def test_what_waits_for_the_old_mentor_waits_for_the_new_one(by):
    made = submission()
    cohort = made.enrolment.cohort
    first, second = mentor(cohort), mentor(cohort)
    pair(enrolment=made.enrolment, mentor=first, by=by)
    task = task_of(handed_in(made))

    pair(enrolment=made.enrolment, mentor=second, by=by)

    task.refresh_from_db()
    assert (task.state, task.offered_to) == (Task.OFFERED, second)
    assert [(event.what, event.by, event.to) for event in task.events.all()][-1] == ("offered", by, second)


def test_what_the_old_mentor_is_reading_stays_with_them(by):
    made = submission()
    first, second = mentor(made.enrolment.cohort), mentor(made.enrolment.cohort)
    pair(enrolment=made.enrolment, mentor=first, by=by)
    task = task_of(handed_in(made))
    claim(task=task, person=first)

    pair(enrolment=made.enrolment, mentor=second, by=by)

    task.refresh_from_db()
    assert (task.state, task.claimed_by) == (Task.CLAIMED, first)


def test_without_a_mentor_of_their_own_it_waits_for_all(by):
    made = submission()
    person = mentor(made.enrolment.cohort)
    pair(enrolment=made.enrolment, mentor=person, by=by)
    task = task_of(handed_in(made))

    for _ in range(2):
        end_pairing(enrolment=made.enrolment, by=by, reason="They asked for it.")

    task.refresh_from_db()
    row = Pairing.objects.get()
    assert (task.state, task.offered_to, row.ended_by, row.ended_reason) == (Task.QUEUED, None, by, "They asked for it.")


def refusal_of(enrolment, person, by):
    with pytest.raises(PairRefused) as refused:
        pair(enrolment=enrolment, mentor=person, by=by)
    return refused.value.reason


def test_who_cannot_be_a_mentor(cohort, by):
    enrolment, person = EnrolmentFactory(cohort=cohort), mentor(cohort)
    full, gone = mentor(cohort), mentor(cohort)
    MentorProfile.objects.create(person=full, capacity=0)
    revoke_role(person=gone, role=Role.MENTOR, where=cohort)
    barred = mentor(cohort)
    bar(mentor=barred, learner=enrolment.learner, by=by, reason="Sisters.")
    own = EnrolmentFactory(cohort=cohort, learner=person)

    assert [refusal_of(enrolment, one, by) for one in (full, gone, barred, mentor(CohortFactory()))] == [
        PairRefusal.FULL, PairRefusal.NOT_A_MENTOR, PairRefusal.BARRED, PairRefusal.NOT_A_MENTOR
    ]  # fmt: skip
    assert refusal_of(own, person, by) == PairRefusal.SELF
    Enrolment.objects.filter(pk=enrolment.pk).update(state=Enrolment.State.WITHDRAWN)
    assert refusal_of(enrolment, person, by) == PairRefusal.NOT_STUDYING


def test_a_proposal_is_applied_as_far_as_nothing_has_changed(cohort, by):
    one, two, three = (EnrolmentFactory(cohort=cohort) for _ in range(3))
    person, other = mentor(cohort), mentor(cohort)
    MentorProfile.objects.create(person=person, capacity=1)
    wishes = [Wish(one.pk, other.pk, None), Wish(two.pk, person.pk, None), Wish(three.pk, person.pk, None)]
    pair(enrolment=one, mentor=person, by=by)
    end_pairing(enrolment=one, by=by, reason="")
    pair(enrolment=one, mentor=other, by=by)

    done = apply_proposal(cohort=cohort, wishes=[*wishes, Wish(one.pk, person.pk, None)], by=by)

    assert [(row.enrolment, row.mentor) for row in done.paired] == [(two, person)]
    assert done.refused == ((one, PairRefusal.CHANGED), (three, PairRefusal.FULL))
    assert (now_with(one), now_with(two), now_with(three)) == ([other], [person], [])


def test_a_mentor_who_was_erased_meanwhile_is_named_and_nobody_is_lost(cohort, by):
    one, two = EnrolmentFactory(cohort=cohort), EnrolmentFactory(cohort=cohort)
    person, other = mentor(cohort), mentor(cohort)
    person.is_active = False
    person.save()

    done = apply_proposal(cohort=cohort, wishes=[Wish(one.pk, person.pk, None), Wish(two.pk, other.pk, None)], by=by)

    assert ([row.enrolment for row in done.paired], done.refused) == ([two], ((one, PairRefusal.NOT_A_MENTOR),))


def test_a_learner_of_another_group_is_not_paired_with_this_one(cohort, by):
    stranger = EnrolmentFactory()

    done = apply_proposal(cohort=cohort, wishes=[Wish(stranger.pk, mentor(cohort).pk, None)], by=by)

    assert (done.paired, done.refused, Pairing.objects.count()) == ((), (), 0)


def test_a_proposal_costs_no_more_queries_for_more_learners(cohort, by, django_assert_num_queries):
    person = mentor(cohort)
    pair(enrolment=EnrolmentFactory(cohort=cohort), mentor=person, by=by)
    few = [Wish(EnrolmentFactory(cohort=cohort).pk, person.pk, None)]
    many = [Wish(EnrolmentFactory(cohort=cohort).pk, person.pk, None) for _ in range(12)]

    for wishes in (few, many):
        with django_assert_num_queries(16):
            apply_proposal(cohort=cohort, wishes=wishes, by=by)


def test_pairing_anew_answers_the_request_for_another_mentor(by):
    made = submission()
    first, second = mentor(made.enrolment.cohort), mentor(made.enrolment.cohort, name="Maria")
    pair(enrolment=made.enrolment, mentor=first, by=by)
    request = ask_for_another_mentor(submission=made, reason="We are neighbours.")

    pair(enrolment=made.enrolment, mentor=second, by=by)

    request.refresh_from_db()
    letter = Letter.objects.get(kind="mentor_request_answered")
    message = compose(letter, kinds.get(letter.kind))
    assert (request.settled_by, letter.person) == (by, made.enrolment.learner)
    assert (message.subject, "From now on it is Maria." in message.body) == ("Maria is your mentor now", True)
    assert f"/my/{made.enrolment_id}/assignment/{made.assignment_id}/#mentor" in message.body


def test_a_request_is_answered_once(by):
    made = submission()
    pair(enrolment=made.enrolment, mentor=mentor(made.enrolment.cohort), by=by)
    request = ask_for_another_mentor(submission=made, reason="")

    first = settle_request(request=request, by=by, answer="Let us talk on Monday.")
    second = settle_request(request=request, by=UserFactory(), answer="No.")

    request.refresh_from_db()
    letter = Letter.objects.get(kind="mentor_request_answered")
    assert (first, second, request.answer, request.settled_by) == (True, False, "Let us talk on Monday.", by)
    assert "Let us talk on Monday." in compose(letter, kinds.get(letter.kind)).body


def test_a_report_is_answered_to_the_learner_alone(by):
    made = submission()
    person = mentor(made.enrolment.cohort)
    told = report(review=reviewed(task_of(handed_in(made)), person), text="Rude.")

    assert [settle_report(report=told, by=by, answer="We have spoken.") for _ in range(2)] == [True, False]

    letter = Letter.objects.get(kind="report_answered")
    assert letter.person == made.enrolment.learner
    body = compose(letter, kinds.get(letter.kind)).body
    assert ("We have spoken." in body, f"/assignment/{made.assignment_id}/round/1/#say" in body) == (True, True)
    assert not Letter.objects.filter(person=person).exists()


def test_a_conflict_of_interest_takes_the_work_away_and_keeps_the_draft(by):
    made = submission()
    person = mentor(made.enrolment.cohort)
    pair(enrolment=made.enrolment, mentor=person, by=by)
    task = task_of(handed_in(made))
    draft = review_begun(task, person)

    bar(mentor=person, learner=made.enrolment.learner, by=by, reason="Cousins.")

    task.refresh_from_db()
    draft.refresh_from_db()
    assert (task.state, task.claimed_by, now_with(made.enrolment), draft.sent_at) == (Task.QUEUED, None, [], None)
    assert not tasks_taken_by(person).exists()


def test_a_conflict_that_is_over_is_remembered(cohort, by):
    person, learner = mentor(cohort), UserFactory()
    row = bar(mentor=person, learner=learner, by=by, reason="Cousins.")

    for _ in range(2):
        lift_bar(row=row, by=by, reason="It was somebody else of that name.")

    assert [(event.what, event.by, event.reason) for event in BarEvent.objects.all()] == [
        ("lifted", by, "It was somebody else of that name."),
        ("noted", by, "Cousins."),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_one_gives_the_last_place():
    cohort = CohortFactory()
    person = mentor(cohort)
    MentorProfile.objects.create(person=person, capacity=1)
    coordinators = [mentor(cohort, role=Role.COORDINATOR) for _ in range(2)]
    learners = [EnrolmentFactory(cohort=cohort) for _ in range(2)]
    ready = Barrier(2)

    def give(number):
        try:
            ready.wait()
            done = apply_proposal(cohort=cohort, wishes=[Wish(learners[number].pk, person.pk, None)], by=coordinators[number])
            return len(done.paired), [why for _one, why in done.refused]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        found = list(people.map(give, range(2)))

    assert sorted(found) == [(0, [PairRefusal.FULL]), (1, [])]
