"""Who is held back before their first task, and what becomes of the learners' work meanwhile."""

import itertools
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.models import Activity
from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.handing_in import submission_of
from courses.mentorship.actions.offering import can_be_asked
from courses.mentorship.actions.stepping_aside import hand_over_queue
from courses.mentorship.models import MentorProfile, Pairing, Review, ReviewTask
from courses.mentorship.readiness import is_ready, standing
from courses.mentorship.room import mentors_with_room
from courses.mentorship.rules import Refusal, Refused
from courses.trials.actions.examples import bring_back_example, retire_example
from courses.trials.actions.waiving import waive
from courses.trials.gate import Facts, is_held_back
from lms.accounts.models import Role, User
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import answered, handed_in, mentor, paired, review_begun, task_of
from tests.factories.trials import example, trial_sent

pytestmark = pytest.mark.django_db


def task_in(cohort, assigned, **fields):
    """A learner of the cohort has handed in."""
    enrolment = EnrolmentFactory(cohort=cohort, **fields)
    answered(enrolment, Activity.objects.get(lesson=assigned.lesson, kind="long_text"))
    return task_of(handed_in(submission_of(enrolment=enrolment, assignment=assigned)))


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_a_new_mentor_does_not_take_a_task_and_is_told_what_comes_first(two, cohort, assigned):
    task, person = task_in(cohort, assigned), mentor(cohort)

    with pytest.raises(Refused) as refused:
        claim(task=task, person=person)

    task.refresh_from_db()
    assert (refused.value.reason, refused.value.first.address, task.state) == (Refusal.NOT_READY, "/en/mentor/trials/", "queued")
    assert refused.value.first.words == "Two prepared examples first: about twenty minutes. Nobody gives marks."


def test_after_two_trial_reviews_the_task_is_theirs(two, cohort, assigned):
    task, person = task_in(cohort, assigned), mentor(cohort)
    trial_sent(two[0], person)
    between = is_ready(fresh(person), cohort)
    trial_sent(two[1], person)

    claim(task=task, person=person)

    task.refresh_from_db()
    assert (between, task.claimed_by) == (False, person)


def test_the_same_example_in_two_languages_is_one(two, cohort, assigned):
    again = example(assigned, slug=two[0].slug, language="uk")
    person = mentor(cohort)
    trial_sent(two[0], person)
    trial_sent(again, person)

    assert not is_ready(fresh(person), cohort)


@pytest.mark.parametrize("why", ["mentor before", "waived", "has reviewed", "supervisor", "superuser", "reads no such language"])
def test_others_are_not_stopped(two, cohort, assigned, before, why):
    person = mentor(cohort)
    match why:
        case "mentor before":
            before(person)
        case "waived":
            waive(person=person, course=cohort.course, reason="Twenty years of it.", by=None)
        case "has reviewed":
            waived = task_in(cohort, assigned)
            review = Review.objects.create(task=waived, reviewer=person, sent_at=now(), outcome="accepted")
            assert review.sent_at
        case "supervisor":
            person = mentor(cohort.course, role=Role.SUPERVISOR)
        case "superuser":
            person = UserFactory(is_superuser=True)
        case "reads no such language":
            MentorProfile.objects.create(person=person, languages=["bg"])

    assert is_ready(fresh(person), cohort)


def test_a_role_in_another_cohort_of_long_ago_is_none_here(two, cohort, before):
    person = before(mentor(CohortFactory(course=cohort.course)))
    later = mentor(cohort, name="Later")
    User.objects.filter(pk=later.pk).update(name="Later")

    assert (is_ready(fresh(person), cohort), is_ready(fresh(later), cohort)) == (False, False)


def test_one_example_or_one_in_each_language_holds_nobody_back(assigned, cohort):
    example(assigned, slug="dubky", language="en")
    example(assigned, slug="lypove", language="uk")
    person = mentor(cohort)
    MentorProfile.objects.create(person=person, languages=["en", "uk"])

    assert is_ready(fresh(person), cohort)


def test_examples_of_another_course_hold_nobody_back(two):
    assert is_ready(mentor(other := CohortFactory()), other)


def test_retired_examples_hold_nobody_back_until_they_come_back(two, cohort, django_capture_on_commit_callbacks):
    person, found = mentor(cohort), []
    for deed in (lambda **_any: None, retire_example, bring_back_example):
        with django_capture_on_commit_callbacks(execute=True):
            deed(example=two[0])
        found.append(is_ready(fresh(person), cohort))

    assert found == [False, True, False]


def test_who_has_begun_to_write_about_a_task_goes_on_with_it(cohort, assigned, before):
    task, person = task_in(cohort, assigned), mentor(cohort)
    review_begun(task, person)
    ReviewTask.objects.update(claimed_until=now() - timedelta(minutes=1))
    for slug in ("dubky", "lypove"):
        made = example(assigned, slug=slug)
        made.published_at = now() - timedelta(days=30)
        made.save()
    caches["lessons"].clear()

    until = claim(task=task, person=fresh(person))

    assert (until > now(), is_ready(fresh(person), cohort)) == (True, False)


# Learners do not wait


def test_what_a_learner_of_a_new_mentor_hands_in_goes_to_everybody_at_once(two, cohort, assigned, before):
    enrolment = EnrolmentFactory(cohort=cohort)
    paired(enrolment, mentor(cohort))
    old = EnrolmentFactory(cohort=cohort)
    paired(old, before(mentor(cohort, name="Old")))
    asked = Activity.objects.get(lesson=assigned.lesson, kind="long_text")
    states = []
    for one in (enrolment, old):
        answered(one, asked)
        states.append(task_of(handed_in(submission_of(enrolment=one, assignment=assigned))).state)

    assert states == ["queued", "offered"]


def test_on_working_day_seven_it_goes_to_a_mentor_who_may_begin(two, cohort, assigned, before):
    task, new, old = task_in(cohort, assigned), mentor(cohort), before(mentor(cohort, name="Old"))

    assert (mentors_with_room(task, now()), can_be_asked(new, cohort, task.learner_id, now())) == ([old], False)


def test_a_queue_that_is_handed_over_to_a_new_mentor_goes_to_everybody_and_the_learners_along(two, cohort, assigned, before):
    old, new = before(mentor(cohort, name="Old")), mentor(cohort)
    enrolment = EnrolmentFactory(cohort=cohort)
    paired(enrolment, old)
    answered(enrolment, Activity.objects.get(lesson=assigned.lesson, kind="long_text"))
    task = task_of(handed_in(submission_of(enrolment=enrolment, assignment=assigned)))

    hand_over_queue(mentor=old, to=new, by=old, moves_learners=True)

    task.refresh_from_db()
    assert (task.state, Pairing.objects.current().get().mentor) == ("queued", new)


def test_mentors_of_a_cohort_stand_with_their_trials_as_they_do(two, cohort, before):
    people = {name: mentor(cohort, name=name) for name in ("none", "one", "both", "waived", "old")}
    before(people["old"])
    trial_sent(two[0], people["one"])
    for each in two:
        trial_sent(each, people["both"])
    waive(person=people["waived"], course=cohort.course, reason="Knows it.", by=None)

    said = standing(list(people.values()), cohort)

    assert {name: said.get(person.pk) for name, person in people.items()} == {
        "none": ["Trial reviews: 0 of 2"],
        "one": ["Trial reviews: 1 of 2"],
        "both": ["Trial reviews: done"],
        "waived": ["Trial reviews: waived"],
        "old": None,
    }


# What it costs


def test_a_course_without_examples_costs_no_query(cohort, django_assert_num_queries):
    person = mentor(cohort)
    is_ready(person, cohort)

    with django_assert_num_queries(0):
        is_ready(person, cohort)


@pytest.mark.parametrize("who", ["mentor before", "done", "held back"])
def test_with_examples_one_query_settles_nearly_everybody(two, cohort, before, who, django_assert_num_queries):
    person = mentor(cohort)
    if who == "mentor before":
        before(person)
    if who == "done":
        for each in two:
            trial_sent(each, person)
    is_ready(person, cohort)
    person = fresh(person)

    with django_assert_num_queries(3 if who == "held back" else 1):
        is_ready(person, cohort)


# The rule itself

times = st.integers(0, 4).map(lambda day: now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=day))


@given(
    done=st.sets(st.sampled_from("abc")),
    is_waived=st.booleans(),
    since=st.dictionaries(st.sampled_from(["en", "uk", "bg"]), times, max_size=3),
    reads=st.sets(st.sampled_from(["en", "uk", "bg"])),
    mentor_since=st.none() | times,
    watches=st.booleans(),
)
def test_more_trials_languages_less_or_an_older_role_never_hold_anybody_back_who_was_not(
    done, is_waived, since, reads, mentor_since, watches
):
    def held(**other):
        facts = Facts(other.pop("done", done), other.pop("is_waived", is_waived))
        return is_held_back(facts=facts, **{"since": since, "reads": reads, "mentor_since": mentor_since, "watches": watches, **other})

    if not held():
        assert not held(done=done | {"x"})
        assert not held(is_waived=True)
        assert not held(watches=True)
        assert not any(held(reads=set(fewer)) for many in range(len(reads)) for fewer in itertools.combinations(reads, many))
        assert mentor_since is None or not held(mentor_since=mentor_since - timedelta(days=1))
    else:
        assert any(mentor_since is None or mentor_since >= at for language, at in since.items() if language in reads)
        assert not held(done={"a", "b"})
