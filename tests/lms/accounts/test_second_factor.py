import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.urls import reverse

from lms.accounts.actions import grant_role, revoke_role
from lms.accounts.models import User
from tests.factories import PASSWORD

from .conftest import code_now, set_second_factor

pytestmark = pytest.mark.django_db
ANY_PAGE = "/en/account/data/"
SET_UP = "/en/account/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def is_led_away(response) -> bool:
    return response.status_code == 302 and response.url == SET_UP


@pytest.mark.parametrize("role", ["mentor", "supervisor", "editor", "coordinator", "administrator"])
def test_the_team_sets_a_second_factor_before_anything_else(client, learner, role):
    grant_role(person=learner, role=role)
    client.force_login(learner)

    assert [is_led_away(client.get(page)) for page in (ANY_PAGE, "/en/account/profile/", "/admin/")] == [True] * 3
    assert is_led_away(client.post(ANY_PAGE))


def test_a_superuser_does_too(client, learner):
    User.objects.update(is_superuser=True)
    client.force_login(learner)

    assert is_led_away(client.get("/admin/"))


def test_somebody_put_into_a_group_by_hand_does_too_at_the_door_of_the_admin(client, learner):
    learner.groups.add(Group.objects.get(name="Editor"))
    client.force_login(learner)

    assert is_led_away(client.get("/admin/"))


def test_a_role_given_in_the_middle_of_a_session_counts_at_once(client, learner):
    client.force_login(learner)
    assert client.get(ANY_PAGE).status_code == 200

    grant_role(person=learner, role="mentor")
    assert is_led_away(client.get(ANY_PAGE))

    revoke_role(person=learner, role="mentor")
    assert client.get(ANY_PAGE).status_code == 200


def test_learners_are_not_asked_and_cost_no_query(client, learner, django_assert_num_queries):
    grant_role(person=learner, role="learner")
    client.force_login(learner)
    client.get(ANY_PAGE)

    with django_assert_num_queries(1):  # the person; the session comes from the cache
        assert client.get(ANY_PAGE).status_code == 200


def test_nobody_is_asked_where_it_is_not_required(client, coordinator, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(coordinator)

    assert client.get("/admin/").status_code == 200


def test_from_the_first_sign_in_to_the_admin(client, coordinator):
    client.post("/en/account/login/", {"login": coordinator.email, "password": PASSWORD})
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == SET_UP

    form = page.context["form"]
    response = client.post(SET_UP, {"code": code_now(form.secret)}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert Authenticator.objects.filter(user=coordinator).count() == 2
    assert client.get("/admin/").status_code == 200


def test_a_wrong_code_is_told_and_the_key_stays_the_same(client, coordinator):
    client.post("/en/account/login/", {"login": coordinator.email, "password": PASSWORD})
    secret = client.get(SET_UP).context["form"].secret

    response = client.post(SET_UP, {"code": "000000"})

    assert response.context["form"].errors
    assert response.context["form"].secret == secret
    assert is_led_away(client.get("/admin/"))


def test_an_unproven_address_is_confirmed_first(client, coordinator):
    EmailAddress.objects.update(verified=False)
    client.post("/en/account/login/", {"login": coordinator.email, "password": PASSWORD})

    page = client.get("/admin/", follow=True)

    assert page.redirect_chain[-1][0] == reverse("mfa_index")
    assert reverse("account_email") in page.text
    assert client.get(reverse("account_email")).status_code == 200


def test_the_password_is_asked_again_when_the_sign_in_is_long_ago(client, coordinator):
    client.force_login(coordinator)

    response = client.get(SET_UP)

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_taking_the_app_away_leads_back_to_setting_one_up(client, coordinator):
    set_second_factor(coordinator)
    client.post("/en/account/login/", {"login": coordinator.email, "password": PASSWORD})
    client.post("/en/account/2fa/authenticate/", {"code": code_now()})
    assert client.get("/admin/").status_code == 200

    client.post("/en/account/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    assert is_led_away(client.get("/admin/"))


def test_a_code_on_paper_opens_once(client, coordinator):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    set_second_factor(coordinator)
    paper = RecoveryCodes.activate(coordinator).get_unused_codes()[0]

    outcomes = []
    for _again in range(2):
        visitor = type(client)()
        visitor.post("/en/account/login/", {"login": coordinator.email, "password": PASSWORD})
        visitor.post("/en/account/2fa/authenticate/", {"code": paper})
        outcomes.append("_auth_user_id" in visitor.session)

    assert outcomes == [True, False]


def test_signing_out_is_always_possible(client, coordinator):
    client.force_login(coordinator)

    client.post("/en/account/logout/")

    assert "_auth_user_id" not in client.session
