import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.users.models import UserProfile

from courses.enrolment.models import Cohort
from lms.accounts.actions import grant_role
from lms.accounts.models import RoleAssignment, RoleEvent, User
from lms.accounts.rules import has_role
from tests.factories import CohortFactory, UserFactory

from .conftest import person

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/users/"
ROLES = "/admin/roles/"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def administrator(client):
    someone = person("admin@example.org", name="Адміністраторка")
    grant_role(person=someone, role="administrator")
    client.force_login(someone)
    return someone


@pytest.fixture
def superuser(client):
    someone = person("root@example.org", is_superuser=True)
    client.force_login(someone)
    return someone


def test_the_pages_of_the_back_office_about_people_open(client, superuser, learner):
    pages = ["/admin/", "/admin/account/", PEOPLE, f"{PEOPLE}new/", f"{PEOPLE}edit/{learner.pk}/", f"{PEOPLE}history/{learner.pk}/"]
    pages += [f"{PEOPLE}?q=olena", f"{PEOPLE}?ordering=-last_login", ROLES, f"{ROLES}new/", f"{ROLES}?q=x", "/admin/groups/"]

    opened = {page: client.get(page).status_code for page in pages}

    assert opened == dict.fromkeys(pages, 200)


def test_roles_are_called_in_the_language_of_whoever_reads(client, administrator):
    User.objects.update(language="cs")
    UserProfile.objects.create(user=administrator, preferred_language="cs")
    editor = Group.objects.get(name="Editor")
    grant_role(person=UserFactory(name="Petr Novák"), role="editor")

    roles, people = client.get(ROLES).text, client.get(PEOPLE, {"group": editor.pk})

    assert "Osoba" in roles
    assert "Person" not in roles
    field = people.context["filters"].form.fields["group"]
    assert (field.label, field.label_from_instance(editor)) == ("Role", "Redaktor")
    assert {str(name) for _key, name in field.choices} >= {"Redaktor", "Mentor", "Koordinátor"}
    assert [person.name for person in people.context["object_list"]] == ["Petr Novák"]


def test_the_account_page_changes_neither_address_nor_password(client, superuser):
    page = client.get("/admin/account/").text

    assert "name_email" not in page
    assert reverse("profile") in page
    assert 'type="password"' not in page


def test_a_new_person_signs_in_by_letter(client, administrator):
    client.post(f"{PEOPLE}new/", {"email": "Petr@Example.org", "name": "Petr Novák", "language": "cs"})

    petr = User.objects.get(email="petr@example.org")
    assert (petr.name, petr.language, petr.has_usable_password()) == ("Petr Novák", "cs", False)
    client.logout()
    client.post("/en/account/login/code/", {"email": "petr@example.org"})
    assert mail.outbox[-1].to == ["petr@example.org"]


def test_a_changed_address_closes_the_old_one(client, administrator, learner):
    form = {"email": "new@example.org", "name": "Олена", "language": "uk", "time_zone": "Europe/Kyiv", "is_active": "on"}
    client.post(f"{PEOPLE}edit/{learner.pk}/", form)

    learner.refresh_from_db()
    assert (learner.email, list(learner.emailaddress_set.values_list("email", flat=True))) == ("new@example.org", ["new@example.org"])


def test_two_people_cannot_have_one_address(client, administrator, learner):
    response = client.post(f"{PEOPLE}new/", {"email": learner.email.upper(), "name": "Petr", "language": "cs"})

    assert list(response.context["form"].errors) == ["email"]


def test_an_administrator_is_not_above_a_superuser(client, administrator):
    root = person("root@example.org", is_superuser=True)
    form = {"email": "mine@example.org", "name": "Root", "language": "en", "time_zone": "UTC", "is_active": "on"}

    assert client.post(f"{PEOPLE}edit/{root.pk}/", form).status_code in (302, 403, 404)
    root.refresh_from_db()
    assert root.email == "root@example.org"
    assert "root@example.org" not in client.get(PEOPLE).text

    client.post(f"{PEOPLE}new/", {"email": "petr@example.org", "name": "Petr", "language": "cs", "is_superuser": "on"})
    assert User.objects.get(email="petr@example.org").is_superuser is False


@pytest.mark.parametrize("role", ["editor", "coordinator"])
def test_accounts_are_closed_to_the_rest_of_the_team(client, learner, role):
    someone = person("team@example.org")
    grant_role(person=someone, role=role)
    client.force_login(someone)

    responses = [client.get(page) for page in (PEOPLE, f"{PEOPLE}new/", f"{PEOPLE}edit/{learner.pk}/")]

    assert all(response.status_code in (302, 403) for response in responses)


def test_an_administrator_of_one_cohort_sees_no_accounts(client, learner):
    someone = person("team@example.org")
    grant_role(person=someone, role="administrator", where=CohortFactory())
    client.force_login(someone)

    assert client.get(PEOPLE).status_code in (302, 403)


def test_nobody_is_deleted_or_put_into_groups_in_bulk(client, superuser, learner):
    client.post(f"{PEOPLE}delete/{learner.pk}/")
    client.post(f"/admin/bulk/accounts/user/delete/?id={learner.pk}&next=/admin/", {})
    client.post(f"/admin/bulk/accounts/user/assign_role/?id={learner.pk}&next=/admin/", {"role": 1})

    assert User.objects.filter(pk=learner.pk).exists()
    assert learner.groups.count() == 0


def test_a_role_is_given_where_it_was_chosen(client, administrator, learner):
    cohort = CohortFactory(name="Весна")
    page = client.get(f"{ROLES}new/")
    assert "Весна" in page.text

    client.post(f"{ROLES}new/", {"email": learner.email, "role": "mentor", "place": f"cohort:{cohort.pk}"})

    learner = User.objects.get(pk=learner.pk)
    assert has_role(learner, "mentor", cohort)
    assert not has_role(learner, "mentor")
    event = RoleEvent.objects.get(person=learner)
    assert (event.what, event.by) == ("granted", administrator)
    listed = client.get(ROLES).text
    assert "Весна" in listed
    assert f"{ROLES}delete/{learner.role_assignments.get().pk}/" in listed


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "nobody@example.org"), ("role", "emperor"), ("place", "cohort:999999"), ("place", "site:1"), ("place", "")],
)
def test_a_role_for_nobody_or_nowhere_is_refused(client, administrator, learner, field, value):
    form = {"email": learner.email, "role": "mentor", "place": "site:0", field: value}

    response = client.post(f"{ROLES}new/", form)

    assert list(response.context["form"].errors) == [field]
    assert RoleAssignment.objects.filter(person=learner).count() == 0


def test_a_coordinator_gives_mentors_to_their_own_cohort_only(client, learner):
    mine, other = CohortFactory(name="Mine"), CohortFactory(name="Other")
    coordinator = person("coordinator@example.org")
    grant_role(person=coordinator, role="coordinator", where=mine)
    elsewhere = grant_role(person=UserFactory(name="Far Away"), role="mentor", where=other)
    client.force_login(coordinator)

    for role, cohort in (("mentor", mine), ("mentor", other), ("editor", mine), ("administrator", mine)):
        client.post(f"{ROLES}new/", {"email": learner.email, "role": role, "place": f"cohort:{cohort.pk}"})
    client.post(f"{ROLES}new/", {"email": learner.email, "role": "mentor", "place": "site:0"})
    client.post(f"{ROLES}delete/{elsewhere.pk}/")

    given = RoleAssignment.objects.filter(person=learner).values_list("role", "scope_id")
    assert list(given) == [("mentor", mine.pk)]
    assert RoleAssignment.objects.filter(pk=elsewhere.pk).exists()
    page = client.get(ROLES).text
    assert "Far Away" not in page
    assert "Other" not in client.get(f"{ROLES}new/").text


def test_a_role_is_taken_back_also_when_its_cohort_is_gone(client, administrator, learner):
    cohort = CohortFactory()
    assignment = grant_role(person=learner, role="mentor", where=cohort)
    Cohort.objects.all().delete()
    assert client.get(ROLES).status_code == 200

    client.post(f"{ROLES}delete/{assignment.pk}/")
    client.post(f"{ROLES}delete/{assignment.pk}/")

    learner.refresh_from_db()
    assert (learner.role_assignments.count(), learner.has_duties, learner.groups.count()) == (0, False, 0)


def test_roles_are_closed_to_editors(client):
    editor = person("editor@example.org")
    grant_role(person=editor, role="editor")
    client.force_login(editor)

    assert [client.get(page).status_code in (302, 403) for page in (ROLES, f"{ROLES}new/")] == [True, True]
    assert reverse("wagtailadmin_home") == "/admin/"


def test_editors_edit_pages(client):
    editor = person("editor@example.org")
    grant_role(person=editor, role="editor")
    client.force_login(editor)

    assert [client.get(page).status_code for page in ("/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/")] == [200] * 4


@pytest.mark.parametrize("role", ["learner", "mentor"])
def test_learners_and_mentors_have_no_admin(client, role):
    someone = person("someone@example.org")
    grant_role(person=someone, role=role)
    client.force_login(someone)

    assert client.get("/admin/").status_code in (302, 403)


def test_lists_take_the_same_queries_with_more_rows(client, superuser, django_assert_max_num_queries):
    def count(page):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    for number in range(3):
        grant_role(person=UserFactory(name=f"Person {number}"), role="mentor")
    before = [count(PEOPLE), count(ROLES)]
    for number in range(6):
        grant_role(person=UserFactory(name=f"More {number}"), role="mentor")

    assert [count(PEOPLE), count(ROLES)] == before
