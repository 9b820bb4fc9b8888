"""Taking, writing, sending and sharing a second review, as actions."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.mentorship.models import Bar
from courses.supervision.actions.reading import HELD, NotComplete, give_back, keep_second, look, send_second, take, talk_over
from courses.supervision.models import Message, SampledReview, SecondReview
from courses.supervision.rules import Refusal, Refused, sampled_blind_to, sampled_read_by, sampled_seen_by, shared_with
from lms.accounts.models import Role
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, review_begun, task_of
from tests.factories.supervision import sampled, second, supervisor, taken

pytestmark = pytest.mark.django_db
State = SampledReview.State


def said(one, **value):
    keep_second(second=one, change=Change(new_ulid(), one.revision, value))
    one.refresh_from_db()


def refusal(deed, **fields):
    with pytest.raises(Refused) as refused:
        deed(**fields)
    return refused.value.reason


def test_who_sees_the_sample_and_who_may_read_it(cohort):
    by = mentor(cohort, name="Olena First")
    one = sampled(cohort, by=by)
    learner = one.review.task.learner
    barred = supervisor(cohort)
    Bar.objects.create(mentor=barred, learner=learner)
    both = mentor(cohort, Role.SUPERVISOR)
    own = sampled(cohort, by=both)

    sees = {
        "supervisor": supervisor(cohort),
        "of the course": supervisor(cohort.course),
        "administrator": mentor(role=Role.ADMINISTRATOR),
        "of another cohort": supervisor(CohortFactory()),
        "barred": barred,
        "the mentor": by,
        "another mentor": mentor(cohort),
        "coordinator": mentor(cohort, Role.COORDINATOR),
        "learner": learner,
        "stranger": UserFactory(),
    }
    found = {
        who: [sampled_seen_by(person).filter(pk=one.pk).count(), sampled_read_by(person).filter(pk=one.pk).count()]
        for who, person in sees.items()
    }

    assert {who for who, counts in found.items() if counts == [1, 1]} == {"supervisor", "of the course", "administrator"}
    assert {tuple(counts) for counts in found.values()} == {(0, 0), (1, 1)}
    assert (sampled_seen_by(both).filter(pk=own.pk).exists(), sampled_seen_by(both).filter(pk=one.pk).exists()) == (False, True)


def test_a_supervisor_who_is_the_learner_never_sees_their_own_work(cohort):
    one = sampled(cohort, learner=supervisor(cohort))

    assert not sampled_seen_by(one.review.task.learner).exists()


def test_who_takes_it_has_it_and_the_other_is_told_whose_it_is(cohort):
    one, first, other = sampled(cohort), supervisor(cohort), supervisor(cohort)
    taken(one, first)

    with pytest.raises(Refused) as refused:
        take(sampled=one, person=other)

    assert (refused.value.reason, refused.value.holder) == (Refusal.TAKEN, first)
    give_back(sampled=one, person=other)
    assert refusal(take, sampled=one, person=other) == Refusal.TAKEN
    give_back(sampled=one, person=first)
    assert take(sampled=one, person=other).reader == other


def test_after_two_weeks_somebody_else_may_have_it_and_the_draft_stays(cohort):
    one, first, other = sampled(cohort), supervisor(cohort), supervisor(cohort)
    draft = taken(one, first)
    said(draft, summary="Half a thought.")

    with time_machine.travel(now() + HELD + timedelta(minutes=1)):
        take(sampled=one, person=other)
        assert refusal(send_second, second=complete(draft), person=first) == Refusal.NOT_YOURS

    assert SecondReview.objects.get(reader=first).summary == "Half a thought."
    give_back(sampled=one, person=other)
    assert take(sampled=one, person=first).summary == "Half a thought."


def complete(one):
    said(one, summary=one.summary or "Good.", overall="accepted")
    return one


def test_what_is_missing_is_said_and_nothing_is_sent(cohort):
    one, person = sampled(cohort, levels={"words": "no", "facts": "yes"}), supervisor(cohort)
    draft = taken(one, person)
    said(draft, levels={"words": "yes"})

    with pytest.raises(NotComplete) as lacks:
        send_second(second=draft, person=person)

    assert list(lacks.value.problems) == ["levels", "summary", "overall"]
    assert "Facts" in lacks.value.problems["levels"]
    one.refresh_from_db()
    assert one.state == State.WAITING


def test_once_sent_it_does_not_change(cohort):
    one, person = sampled(cohort), supervisor(cohort)
    made = second(one, person)
    at = made.sent_at
    send_second(second=made, person=person)

    assert refusal(keep_second, second=made, change=Change(new_ulid(), made.revision, {"summary": "Other"})) == Refusal.SENT
    stale = SecondReview.objects.get()
    stale.sent_at = None  # a page that does not know yet
    assert refusal(keep_second, second=stale, change=Change(new_ulid(), stale.revision, {"summary": "Other"})) == Refusal.SENT
    one.refresh_from_db()
    made.refresh_from_db()
    assert (one.state, made.sent_at, made.summary, made.outcome) == (State.REVIEWED, at, "I would let it pass.", "accepted")
    assert refusal(take, sampled=one, person=supervisor(cohort)) == Refusal.SENT


def test_who_looks_or_has_read_another_round_knows_too_much(cohort):
    one, looks, knows = sampled(cohort), supervisor(cohort), supervisor(cohort)
    look(sampled=one, person=looks)
    review_begun(task_of(handed_in(one.review.task.submission)), knows)

    assert [refusal(take, sampled=one, person=person) for person in (looks, knows)] == [Refusal.SEEN] * 2
    assert [sampled_blind_to(person).exists() for person in (looks, knows, supervisor(cohort))] == [False, False, True]


def test_what_is_in_hand_is_kept_back_whatever_else_the_person_opens(cohort):
    one, person = sampled(cohort), supervisor(cohort)
    taken(one, person)

    assert refusal(look, sampled=one, person=person) == Refusal.TAKEN
    review_begun(task_of(handed_in(one.review.task.submission)), person)
    assert sampled_blind_to(person).get() == one
    give_back(sampled=one, person=person)
    assert refusal(take, sampled=one, person=person) == Refusal.SEEN


def test_the_mentor_sees_it_when_it_is_shared_and_not_before(cohort):
    by, person = mentor(cohort), supervisor(cohort)
    one = sampled(cohort, by=by)
    made = second(one, person)
    before = shared_with(by).count()
    other = supervisor(cohort)
    assert refusal(talk_over, second=made, person=other) == Refusal.SHARED

    told = [talk_over(second=made, person=person) for _ in range(2)]

    one.refresh_from_db()
    assert (before, shared_with(by).get(), one.state) == (0, one, State.TALKED_OVER)
    assert told[1] is None
    assert [(message.shares, message.about, message.by, message.conversation.mentor) for message in Message.objects.all()] == [
        (True, one, person, by)
    ]


def test_a_draft_cannot_be_shared(cohort):
    person = supervisor(cohort)

    assert refusal(talk_over, second=taken(sampled(cohort), person), person=person) == Refusal.SHARED


def test_the_database_holds_what_must_never_be_false(cohort):
    one, person = sampled(cohort), supervisor(cohort)
    made = second(one, person)

    wrong = [
        lambda: SampledReview.objects.create(review=one.review, cohort=cohort, month=one.month),
        lambda: SecondReview.objects.create(sampled=one, reader=person),
        lambda: SecondReview.objects.create(sampled=one, reader=supervisor(cohort), outcome="accepted", sent_at=made.sent_at),
        lambda: SecondReview.objects.create(sampled=one, reader=supervisor(cohort), sent_at=made.sent_at),
        lambda: SecondReview.objects.create(sampled=one, reader=supervisor(cohort), shared_at=made.sent_at),
    ]
    for deed in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
