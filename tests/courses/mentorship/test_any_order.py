"""Whatever people and beat do, in whatever order and at whatever hour: what holds of submissions, tasks, claims and the ledger.

Five submissions of one learner, two mentors, a supervisor. Each step is an action as a page or beat calls it; what is refused changes
nothing."""

import contextlib
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from courses.enrolment.working_days import local_day
from courses.mentorship.actions.answering import appeal
from courses.mentorship.actions.claiming import claim, open_review, release
from courses.mentorship.actions.handing_in import hand_in, submission_of, take_back
from courses.mentorship.actions.reviewing import escalate, send_review
from courses.mentorship.actions.stepping_aside import come_back, go_away, hand_over_queue, undo_hand_over
from courses.mentorship.models import HandOver, Iteration, Reminder, Review, ReviewTask, Submission
from courses.mentorship.rules import Refused, tasks_taken_by
from courses.mentorship.tasks import close_submissions, keep_promises
from lms.accounts.models import Role, User
from tests.factories import CohortFactory
from tests.factories.mentorship import answered, assignment, exercise, mentor, paired, submission

MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Prague"))
State, Task = Submission.State, ReviewTask.State
SUBMISSIONS = 5
TOLD_BY = {  # the last event of a task → the states that it may have then
    "offered": {Task.OFFERED},
    "reassigned": {Task.OFFERED},
    "queued": {Task.QUEUED},
    "escalated": {Task.ESCALATED},
    "claimed": {Task.CLAIMED, Task.IN_REVIEW},
    "opened": {Task.IN_REVIEW},
    "released": set(ReviewTask.WAITING),
    "lease_ran_out": set(ReviewTask.WAITING),
    "withdrawn": {Task.WITHDRAWN},
    "returned": {Task.RETURNED},
    "accepted": {Task.ACCEPTED},
    "closed": {Task.ACCEPTED},
}

submissions = st.integers(min_value=0, max_value=SUBMISSIONS - 1)
people = st.sampled_from(["own", "other", "supervisor"])
mentors = st.sampled_from(["own", "other"])


class MentorReview(RuleBasedStateMachine):
    people: dict[str, User]
    made: list[Submission]

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.moved = self.clock.start()
        self.ledger, self.withdrawn, self.promised, self.leases = Counter(), set(), {}, {}

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def task(self, number: int) -> ReviewTask | None:
        return ReviewTask.objects.open().filter(submission=self.made[number]).first()

    def person(self, name: str) -> User:
        return User.objects.get(pk=self.people[name].pk)

    # The learner

    @rule(number=submissions)
    def hands_in(self, number):
        with contextlib.suppress(Refused):
            hand_in(submission=Submission.objects.get(pk=self.made[number].pk), language="en")

    @initialize()
    def begins_with_work_to_read(self):
        self.hands_in_everything()

    @rule()
    def hands_in_everything(self):
        for number in range(SUBMISSIONS):
            self.hands_in(number)

    @rule(number=submissions)
    def takes_back(self, number):
        with contextlib.suppress(Refused):
            take_back(submission=Submission.objects.get(pk=self.made[number].pk))

    @rule(number=submissions)
    def appeals(self, number):
        review = Review.objects.sent().filter(task__submission=self.made[number]).order_by("-sent_at", "-pk").first()
        if review:
            with contextlib.suppress(Refused):
                appeal(review=review, why="Look again.")

    # Those who read

    @rule(number=submissions, who=people)
    def claims(self, number, who):
        task, person = self.task(number), self.person(who)
        if task and tasks_taken_by(person).filter(pk=task.pk).exists():
            self._claim(task, person)

    @rule(who=people)
    def claims_all(self, who):
        person = self.person(who)
        for task in tasks_taken_by(person):
            self._claim(task, person)

    def _claim(self, task, person):
        holder, until = self.leases.get(task.pk, (None, now()))
        with contextlib.suppress(Refused):
            claimed_until = claim(task=task, person=person)
            assert holder == person.pk or until <= now() or not task.is_held(now()), "two live claims"
            self.leases[task.pk] = (person.pk, claimed_until)

    @rule(number=submissions, who=people)
    def opens(self, number, who):
        if task := self.task(number):
            with contextlib.suppress(Refused):
                open_review(task=task, person=self.person(who))

    @rule(number=submissions, who=people)
    def takes_and_opens(self, number, who):
        self.claims(number, who)
        self.opens(number, who)

    @rule(number=submissions, who=people)
    def gives_back(self, number, who):
        if task := self.task(number):
            release(task=task, person=self.person(who))

    @rule(number=submissions, who=people, overall=st.sampled_from(["accepted", "do_again"]))
    def sends(self, number, who, overall):
        """Also one that lost the task, and one that was sent already."""
        review = Review.objects.filter(task__submission=self.made[number], reviewer=self.people[who]).order_by("-pk").first()
        if review:
            if review.sent_at is None:
                Review.objects.filter(pk=review.pk).update(value={"summary": "More.", "overall": overall})
            with contextlib.suppress(Refused):
                send_review(review=review)

    @rule(number=submissions, who=mentors)
    def passes_on(self, number, who):
        if task := self.task(number):
            with contextlib.suppress(Refused):
                escalate(task=task, person=self.person(who), reason="A hard case.")

    @rule(who=mentors, weeks=st.integers(min_value=1, max_value=2))
    def says_not_this_week(self, who, weeks):
        today = local_day(now(), self.cohort)
        go_away(mentor=self.person(who), since=today, until=today + timedelta(weeks=weeks))

    @rule(who=mentors)
    def comes_back(self, who):
        come_back(mentor=self.person(who))

    @rule(who=mentors, to=st.sampled_from(["own", "other", None]), moves=st.booleans())
    def hands_over(self, who, to, moves):
        if who != to:
            hand_over_queue(mentor=self.person(who), to=self.person(to) if to else None, by=self.people[who], moves_learners=moves)

    @precondition(lambda self: HandOver.objects.filter(undone_at=None).exists())
    @rule()
    def undoes_the_hand_over(self):
        done = HandOver.objects.filter(undone_at=None).order_by("-pk")[0]
        undo_hand_over(done=done, by=done.mentor)

    # Time

    @rule(minutes=st.sampled_from([10, 46, 60 * 5, 60 * 24, 60 * 24 * 4]))
    def time_passes(self, minutes):
        self.moved.move_to(now() + timedelta(minutes=minutes))

    @rule()
    def beat(self):
        keep_promises()
        close_submissions()

    # What always holds

    @invariant()
    def tasks_agree_with_submissions(self):
        tasks = list(ReviewTask.objects.order_by("pk").prefetch_related("events"))
        for made in Submission.objects.all():
            theirs = [task for task in tasks if task.submission_id == made.pk]
            waiting = [task for task in theirs if task.is_open]
            settled = sorted((task for task in theirs if task.settled_at), key=lambda task: (task.settled_at, task.pk))
            if made.state == State.HANDED_IN:
                assert len(waiting) == 1
                continue
            assert waiting == []
            if made.state == State.DRAFT:
                assert not Iteration.objects.standing().filter(submission=made).exists()
            else:
                expected = {State.RETURNED: Task.RETURNED, State.ACCEPTED: Task.ACCEPTED, State.CLOSED: Task.ACCEPTED}[made.state]
                assert settled[-1].state == expected
                assert (made.closes_on is not None) == (made.state != State.RETURNED)

    @invariant()
    def claims_have_a_holder_and_nobody_has_more_than_four(self):
        at = now()
        for task in ReviewTask.objects.filter(state__in=[Task.CLAIMED, Task.IN_REVIEW]):
            assert task.claimed_by_id
            assert task.claimed_by_id != task.learner_id
        for person in self.people.values():
            assert ReviewTask.objects.held_by(person, at).count() <= 4

    @invariant()
    def what_is_answered_has_one_review_that_was_sent(self):
        sent = Counter(Review.objects.sent().values_list("task", flat=True))
        settled = ReviewTask.objects.filter(state__in=ReviewTask.SETTLED).values_list("pk", flat=True)
        assert sent == Counter(settled)

    @invariant()
    def what_was_taken_back_stays_so(self):
        withdrawn = set(ReviewTask.objects.filter(state=Task.WITHDRAWN).values_list("pk", flat=True))
        assert self.withdrawn <= withdrawn
        assert not ReviewTask.objects.filter(pk__in=withdrawn).exclude(opened_at=None).exists()
        assert not Iteration.objects.filter(tasks__in=withdrawn, withdrawn_at=None).exists()
        self.withdrawn = withdrawn

    @invariant()
    def the_ledger_only_grows_and_has_each_step_once(self):
        ledger = Counter(Reminder.objects.values_list("task", "step"))
        assert all(count == 1 for count in ledger.values())
        assert self.ledger <= ledger
        self.ledger = ledger

    @invariant()
    def a_promise_never_comes_nearer(self):
        promised = dict(ReviewTask.objects.values_list("pk", "promised_on"))
        assert all(promised[task] >= day for task, day in self.promised.items())
        self.promised = promised

    @invariant()
    def events_tell_the_state(self):
        for task in ReviewTask.objects.prefetch_related("events"):
            last = sorted(task.events.all(), key=lambda event: event.pk)[-1]
            assert task.state in TOLD_BY[last.what], (last.what, task.state)


@pytest.mark.django_db
def test_in_any_order():
    cohort = CohortFactory(course=exercise().lesson.course, country="CZ", time_zone="Europe/Prague")
    first = submission(cohort=cohort)
    MentorReview.cohort = cohort
    MentorReview.made = [first, *_more(first, SUBMISSIONS - 1)]
    MentorReview.people = {
        "own": mentor(cohort, name="Own"),
        "other": mentor(cohort, name="Other"),
        "supervisor": mentor(cohort, Role.SUPERVISOR),
    }
    paired(first.enrolment, MentorReview.people["own"])

    run_state_machine_as_test(MentorReview, settings=settings(max_examples=14, stateful_step_count=35, deadline=None, database=None))


def _more(first, number):
    """Other assignments of the same learner."""
    made = []
    for _ in range(number):
        asked = exercise(lesson=first.assignment.lesson)
        answered(first.enrolment, asked)
        made.append(submission_of(enrolment=first.enrolment, assignment=assignment(asked)))
    return made
