import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import GroupPagePermission

from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.actions import grant_role, revoke_role
from lms.accounts.models import Role, RoleAssignment, RoleEvent
from lms.accounts.rules import has_role, has_role_anywhere, may_grant, within_scope
from lms.network.models import Organisation
from tests.factories import CohortFactory, CourseFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return Organisation.objects.create(name="Centre", slug="centre")


@pytest.fixture
def course(organisation):
    return CourseFactory(owner=organisation)


@pytest.fixture
def cohort(course):
    return CohortFactory(course=course)


def test_a_role_covers_what_lies_within_its_scope(organisation, course, cohort):
    places = [None, organisation, course, cohort]
    covered = []
    for where in places:
        mentor = UserFactory()
        grant_role(person=mentor, role=Role.MENTOR, where=where)
        covered.append([has_role(mentor, Role.MENTOR, place) for place in places])

    assert covered == [
        [True, True, True, True],
        [False, True, True, True],
        [False, False, True, True],
        [False, False, False, True],
    ]


def test_a_role_elsewhere_is_none_here(cohort):
    stranger = UserFactory()
    grant_role(person=stranger, role=Role.MENTOR, where=CohortFactory())
    grant_role(person=stranger, role=Role.EDITOR, where=cohort)

    assert not has_role(stranger, Role.MENTOR, cohort)
    assert has_role_anywhere(stranger, Role.MENTOR)


def test_a_cohort_may_belong_to_another_organisation_than_its_course(course):
    host = Organisation.objects.create(name="Host", slug="host")
    cohort = CohortFactory(course=course, owner=host)
    of_host, of_course = UserFactory(), UserFactory()
    grant_role(person=of_host, role=Role.COORDINATOR, where=host)
    grant_role(person=of_course, role=Role.COORDINATOR, where=course.owner)

    assert [has_role(person, Role.COORDINATOR, cohort) for person in (of_host, of_course)] == [True, True]
    assert [has_role(person, Role.COORDINATOR, course) for person in (of_host, of_course)] == [False, True]


def test_superusers_are_everything_but_learners_and_nobody_is_nothing(cohort):
    superuser, closed = UserFactory(is_superuser=True), UserFactory(is_superuser=True, is_active=False)

    assert [has_role(superuser, role, cohort) for role in Role] == [False, True, True, True, True, True, True]
    assert not any(has_role(closed, role) for role in Role)
    assert not any(has_role(AnonymousUser(), role, cohort) for role in Role)
    assert list(within_scope(Cohort.objects.all(), person=AnonymousUser(), role=Role.MENTOR)) == []


def test_a_row_that_is_no_scope_is_a_mistake_of_the_caller(cohort):
    enrolment = EnrolmentFactory(cohort=cohort)
    mentor = UserFactory()
    grant_role(person=mentor, role=Role.MENTOR, where=cohort)

    with pytest.raises(LookupError):
        has_role(mentor, Role.MENTOR, enrolment)


def test_rows_within_scope_are_found_through_any_path(organisation, course, cohort):
    enrolment = EnrolmentFactory(cohort=cohort)
    EnrolmentFactory()

    found = []
    for where in (None, organisation, course, cohort):
        mentor = UserFactory()
        grant_role(person=mentor, role=Role.MENTOR, where=where)
        enrolments = within_scope(Enrolment.objects.all(), person=mentor, role=Role.MENTOR, through="cohort")
        cohorts = within_scope(Cohort.objects.all(), person=mentor, role=Role.MENTOR)
        found.append((enrolments.count(), enrolment in enrolments, cohorts.count()))

    assert found == [(2, True, 2), (1, True, 1), (1, True, 1), (1, True, 1)]


def test_scopes_are_one_query_for_as_long_as_a_page_lasts(django_assert_num_queries, course, cohort):
    mentor = UserFactory()
    grant_role(person=mentor, role=Role.MENTOR, where=cohort)
    mentor = type(mentor).objects.get(pk=mentor.pk)

    with django_assert_num_queries(1):
        assert [has_role(mentor, role, cohort) for role in Role] == [False, True, False, False, False, False, False]


def test_giving_and_taking_keeps_group_mark_and_history_in_step(cohort, course):
    person, administrator = UserFactory(), UserFactory()

    grant_role(person=person, role=Role.MENTOR, where=cohort, by=administrator)
    grant_role(person=person, role=Role.MENTOR, where=cohort, by=administrator)
    grant_role(person=person, role=Role.MENTOR, where=course, by=administrator)
    person.refresh_from_db()
    assert (groups(person), person.has_duties) == (["Mentor"], True)

    revoke_role(person=person, role=Role.MENTOR, where=cohort, by=administrator)
    person.refresh_from_db()
    assert (groups(person), person.has_duties) == (["Mentor"], True)

    revoke_role(person=person, role=Role.MENTOR, where=course, by=administrator)
    revoke_role(person=person, role=Role.MENTOR, where=course, by=administrator)
    person.refresh_from_db()
    assert (groups(person), person.has_duties) == ([], False)
    assert list(RoleEvent.objects.values_list("what", "role", "scope", "scope_id", "by")) == [
        ("granted", "mentor", "cohort", cohort.pk, administrator.pk),
        ("granted", "mentor", "course", course.pk, administrator.pk),
        ("revoked", "mentor", "cohort", cohort.pk, administrator.pk),
        ("revoked", "mentor", "course", course.pk, administrator.pk),
    ]


def groups(person):
    return sorted(person.groups.values_list("name", flat=True))


def test_being_a_learner_is_no_duty():
    person = UserFactory()

    grant_role(person=person, role=Role.LEARNER)

    assert (person.has_duties, groups(person)) == (False, ["Learner"])


def test_who_may_give_which_role(organisation, cohort):
    administrator, of_organisation, coordinator, mentor = (UserFactory() for _person in range(4))
    grant_role(person=administrator, role=Role.ADMINISTRATOR)
    grant_role(person=of_organisation, role=Role.ADMINISTRATOR, where=organisation)
    grant_role(person=coordinator, role=Role.COORDINATOR, where=cohort)
    grant_role(person=mentor, role=Role.MENTOR, where=cohort)

    people = (administrator, of_organisation, coordinator, mentor)
    assert [may_grant(person, Role.EDITOR) for person in people] == [True, False, False, False]
    assert [may_grant(person, Role.EDITOR, cohort) for person in people] == [True, True, False, False]
    assert [may_grant(person, Role.MENTOR, cohort) for person in people] == [True, True, True, False]


def test_a_fresh_database_has_a_group_for_each_role_with_its_rights():
    rights = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}

    assert set(rights) == {"Learner", "Mentor", "Supervisor", "Editor", "Publisher", "Coordinator", "Administrator"}
    assert [name for name, held in sorted(rights.items()) if "access_admin" in held] == [
        "Administrator",
        "Coordinator",
        "Editor",
        "Publisher",
        "Supervisor",
    ]
    assert rights["Learner"] == set()
    editors = Group.objects.get(name="Editor")
    assert not GroupPagePermission.objects.exists()
    files = set(editors.collection_permissions.values_list("permission__codename", flat=True))
    assert {"add_image", "choose_image", "add_document", "choose_document", "add_collection"} <= files


def test_the_same_assignment_is_kept_once(cohort):
    person = UserFactory()

    first = grant_role(person=person, role=Role.MENTOR, where=cohort)
    second = grant_role(person=person, role=Role.MENTOR, where=cohort)

    assert (first, RoleAssignment.objects.count()) == (second, 1)
