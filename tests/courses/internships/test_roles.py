"""Who answers, supervises, hosts and keeps what."""

import pytest

from courses.internships.rules import (
    answers_somewhere,
    entries_answered_by,
    entries_supervised_by,
    participations_answered_by,
    placements_hosted_by,
    placements_kept_by,
)
from courses.mentorship.models import Bar
from lms.accounts.actions import revoke_role
from lms.accounts.models import Role, User
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.internships import handed_in, placement, supervisor
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return handed_in()


def again(person: User) -> User:
    """With the roles as they are now."""
    return User.objects.get(pk=person.pk)


def sees(person: User) -> tuple[int, int, int, int, int]:
    person = again(person)
    rules = (entries_answered_by, entries_supervised_by, participations_answered_by, placements_hosted_by, placements_kept_by)
    return tuple(rule(person).count() for rule in rules)  # type: ignore[return-value]


def test_each_sees_what_is_theirs(made):
    where = made.participation.placement
    coordinator = mentor(where.cohort, Role.COORDINATOR)

    assert sees(where.mentor) == (1, 0, 1, 1, 0)
    assert sees(supervisor(where)) == (1, 1, 1, 1, 0)
    assert sees(coordinator) == (0, 0, 0, 1, 1)
    assert sees(mentor(role=Role.ADMINISTRATOR)) == (1, 1, 1, 1, 1)


def test_another_mentor_a_stranger_and_the_learner_see_nothing(made):
    where = made.participation.placement

    for person in (mentor(where.cohort), mentor(), made.participation.enrolment.learner, UserFactory()):
        assert sees(person) == (0, 0, 0, 0, 0)


def test_another_cohort_is_another_world(made):
    other = CohortFactory()

    for person in (supervisor(placement(cohort=other)), mentor(other, Role.COORDINATOR)):
        assert entries_answered_by(person).count() == 0
        assert not placements_kept_by(person).filter(pk=made.participation.placement_id).exists()


def test_who_is_no_mentor_any_more_answers_nothing(made):
    person = made.participation.placement.mentor
    revoke_role(person=person, role=Role.MENTOR, where=made.participation.placement.cohort)

    assert sees(person) == (0, 0, 0, 0, 0)
    assert not answers_somewhere(again(person))


def test_nobody_answers_themselves_nor_gives_their_own_host_a_link():
    where = placement()
    person = supervisor(where)
    made = handed_in()
    made.participation.placement.mentor = made.participation.enrolment.learner
    assert sees(made.participation.enrolment.learner) == (0, 0, 0, 0, 0)

    from courses.internships.models import Participation

    mine = Participation.objects.create(placement=where, enrolment=EnrolmentFactory(cohort=where.cohort, learner=person))
    handed_in(mine)

    assert sees(person) == (0, 0, 0, 0, 0)


def test_who_is_barred_from_a_learner_does_not_answer_them(made):
    person = made.participation.placement.mentor
    Bar.objects.create(mentor=person, learner=made.participation.enrolment.learner)

    assert (entries_answered_by(person).count(), participations_answered_by(person).count()) == (0, 0)
