"""Who may do what with pages in the back office: by role and scope, in every language of a course, and through groups made by hand."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail.permissions import policy_registry

from courses.catalogue.models import Course, CoursePage
from courses.catalogue.page_policy import course_of
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from lms.network.models import Organisation
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, catalogue_in

pytestmark = pytest.mark.django_db
policy = policy_registry.get_by_type(Page)


class Tree:
    """Two courses of two organisations, the first of them in two languages."""

    def __init__(self):
        self.ours = Organisation.objects.create(name="Ours", slug="ours")
        theirs = Organisation.objects.create(name="Theirs", slug="theirs")
        self.lesson = LessonPageFactory(parent=ModulePageFactory(parent=CoursePageFactory(title="One")))
        self.page = CoursePage.objects.get(title="One")
        catalogue_in("uk")
        self.translated = self.page.copy_for_translation(Locale.objects.get(language_code="uk"))
        self.other = CoursePageFactory(title="Two")
        self.course, self.elsewhere = (Course.objects.get(translation_key=page.translation_key) for page in (self.page, self.other))
        Course.objects.filter(pk=self.course.pk).update(owner=self.ours)
        Course.objects.filter(pk=self.elsewhere.pk).update(owner=theirs)
        self.home = Page.objects.get(slug="home")
        self.places = [self.lesson, self.translated, self.other, self.home]


@pytest.fixture
def tree():
    return Tree()


def person_with(role, where=None):
    person = UserFactory()
    grant_role(person=person, role=role, where=where)
    return User.objects.get(pk=person.pk)


def may(person, page):
    rights = page.permissions_for_user(person)
    return "".join(letter for letter, held in (("e", rights.can_edit()), ("p", rights.can_publish()), ("l", rights.can_lock())) if held)


@pytest.mark.parametrize(
    ("role", "can"), [(Role.EDITOR, "el"), (Role.PUBLISHER, "epl"), (Role.ADMINISTRATOR, "epl"), (Role.COORDINATOR, ""), (Role.MENTOR, "")]
)
def test_a_role_reaches_as_far_as_its_scope_in_every_language(tree, role, can):
    found = [[may(person_with(role, where), page) for page in tree.places] for where in (None, tree.ours, tree.course)]

    assert found == [[can] * 4, [can, can, "", ""], [can, can, "", ""]]


def test_wagtails_lists_agree_with_what_it_allows(tree):
    people = [
        person_with(Role.EDITOR),
        person_with(Role.EDITOR, tree.course),
        person_with(Role.PUBLISHER, tree.ours),
        person_with(Role.MENTOR),
    ]

    for page in tree.places:
        for action in ("change", "publish"):
            listed = [policy.instances_user_has_any_permission_for(one, {action}).filter(pk=page.pk).exists() for one in people]
            asked = [policy.user_has_permission_for_instance(one, action, page) for one in people]
            told = policy.users_with_any_permission_for_instance({action}, page)
            assert listed == asked == [one in told for one in people]
    assert set(policy.users_with_permission("publish", include_superusers=False)) == {people[2]}
    assert course_of(tree.translated) == course_of(tree.lesson) == tree.course


def test_who_works_on_one_course_finds_the_way_to_it_and_nothing_beside_it(tree, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = person_with(Role.EDITOR, tree.course)
    seen = set(policy.explorable_instances(person))
    client.force_login(person)

    assert {tree.page.page_ptr, tree.lesson.page_ptr, tree.translated.page_ptr, catalogue_in("uk").page_ptr, tree.home} <= seen
    assert not seen & {tree.other.page_ptr, Page.objects.get(slug="home-cs")}
    assert policy.explorable_root_instance(person).depth == 1
    pages = [client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code for page in tree.places]
    assert pages == [200, 200, 302, 302]
    assert client.get(reverse("explore_courses"), follow=True).status_code == 200
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_group_made_by_hand_goes_on_to_count(tree):
    group = Group.objects.create(name="Council")
    GroupPagePermission.objects.create(group=group, page=tree.other, permission_type="publish")
    person = person_with(Role.EDITOR, tree.course)
    person.groups.add(group)

    assert [may(person, page) for page in tree.places] == ["el", "el", "p", ""]
    assert person in policy.users_with_permission_for_instance("publish", tree.other)


def test_more_courses_cost_no_more_queries(tree, django_assert_num_queries):
    person = person_with(Role.EDITOR, tree.ours)
    with django_assert_num_queries(3):  # groups, roles, pages of courses
        assert policy.user_has_permission_for_instance(person, "change", tree.lesson)
    for number in range(3):
        page = CoursePageFactory(title=f"More {number}")
        Course.objects.filter(translation_key=page.translation_key).update(owner=tree.ours)

    person = User.objects.get(pk=person.pk)
    with django_assert_num_queries(3):
        assert policy.user_has_permission_for_instance(person, "change", tree.lesson)
    with django_assert_num_queries(1):
        assert policy.instances_user_has_any_permission_for(person, {"change"}).count() == 7


def test_nobody_and_whoever_may_not_sign_in_has_no_rights(tree):
    closed = person_with(Role.ADMINISTRATOR)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    closed.refresh_from_db()

    assert not any(page.permissions_for_user(closed).can_edit() for page in tree.places)
    assert not policy.explorable_instances(closed).exists()
    assert not policy.users_with_permission("change").exists()
    assert not policy.explorable_instances(person_with(Role.MENTOR)).exists()
