import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from lms.accounts import views
from lms.accounts.models import User
from lms.accounts.time_zones import choices, guess
from tests.factories import PASSWORD, UserFactory

from .conftest import person, set_second_factor

pytestmark = pytest.mark.django_db
PROFILE = "/en/account/profile/"
ADDRESS = "/en/account/email/"
FORM = {"name": "Petr Novák", "certificate_name": "Ing. Petr Novák", "language": "cs", "time_zone": "Europe/Prague"}


def test_a_stranger_is_asked_to_sign_in(client):
    for name in ("profile", "export_my_data", "delete_account", "account_email", "account_change_password", "mfa_index"):
        assert client.get(reverse(name)).url.startswith("/en/account/login/")


def test_what_is_saved_holds_at_once_in_the_language_just_chosen(client, learner):
    client.force_login(learner)

    response = client.post(PROFILE, FORM)

    learner.refresh_from_db()
    assert {field: getattr(learner, field) for field in FORM} == FORM
    assert response.url == "/cs/account/profile/"
    assert response.cookies["django_language"].value == "cs"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("certificate_name", "x" * 81), ("language", "xx"), ("time_zone", "Mars/Olympus")],
)
def test_what_cannot_be_is_said_by_the_field_and_nothing_is_saved(client, learner, field, value):
    client.force_login(learner)

    response = client.post(PROFILE, FORM | {field: value})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert User.objects.get().name == learner.name
    assert "Petr Novák</strong>" not in response.text


def test_nothing_else_can_be_slipped_in(client, learner):
    client.force_login(learner)

    client.post(PROFILE, FORM | {"is_superuser": "on", "email": "other@example.org", "has_duties": "on"})

    learner.refresh_from_db()
    assert (learner.is_superuser, learner.email, learner.has_duties) == (False, "olena@example.org", False)


def test_times_are_shown_by_the_persons_clock(client, learner, monkeypatch):
    User.objects.update(time_zone="Asia/Yekaterinburg")
    client.force_login(learner)

    seen = []
    monkeypatch.setattr(views, "render", lambda *args, **kwargs: seen.append(timezone.get_current_timezone_name()) or HttpResponse())

    client.get(PROFILE)

    assert seen == ["Asia/Yekaterinburg"]
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_zone_that_was_saved_long_ago_is_kept(client, learner):
    User.objects.update(time_zone="Europe/Kiev")
    client.force_login(learner)

    assert client.get(PROFILE).status_code == 200
    assert client.post(PROFILE, FORM | {"time_zone": "Europe/Kiev"}).status_code == 302


def test_nearby_zones_come_first_with_their_offset():
    with translation.override("uk"):
        near = choices("uk")[0][1]
    assert near[0][0] == "Europe/Kyiv"
    assert near[0][1].startswith("Київ (UTC+")
    assert guess("bg") == "Europe/Sofia"
    assert guess("bg", "Europe/Kiev") == "Europe/Kyiv"


def test_the_address_changes_when_the_new_one_is_confirmed_and_both_are_told(client, learner):
    client.post("/uk/account/login/", {"login": learner.email, "password": PASSWORD})

    client.post(ADDRESS, {"email": "New@Example.org", "action_add": ""})
    learner.refresh_from_db()
    assert learner.email == "olena@example.org"
    link = next(line for line in mail.outbox[-1].body.splitlines() if "confirm-email" in line)
    client.post(link)

    learner.refresh_from_db()
    assert learner.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [("new@example.org", True, True)]
    assert [letter.to for letter in mail.outbox] == [["new@example.org"], ["olena@example.org"]]


def test_the_address_of_somebody_else_is_neither_told_nor_taken(client, learner):
    person("taken@example.org")
    client.post("/en/account/login/", {"login": learner.email, "password": PASSWORD})

    said = [client.post(ADDRESS, {"email": email, "action_add": ""}) for email in ("taken@example.org",)]
    link = next(line for line in mail.outbox[-1].body.splitlines() if "confirm-email" in line)
    client.post(link)

    learner.refresh_from_db()
    assert [response.status_code for response in said] == [302]
    assert learner.email == "olena@example.org"
    assert User.objects.get(email="taken@example.org").pk != learner.pk


def test_the_password_changes_with_the_old_one_only(client, learner):
    client.force_login(learner)

    wrong = client.post("/en/account/password/change/", {"oldpassword": "a wrong one", "password1": "another long password"})
    right = client.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": "another long password"})

    learner.refresh_from_db()
    assert list(wrong.context["form"].errors) == ["oldpassword"]
    assert right.url == "/en/account/profile/"
    assert learner.check_password("another long password")
    assert client.get(PROFILE).status_code == 200


def test_people_without_a_password_choose_one(client):
    someone = person("by-code@example.org")
    someone.set_unusable_password()
    someone.save()
    client.force_login(someone)

    response = client.get("/en/account/password/change/", follow=True)
    client.post(response.redirect_chain[-1][0], {"password1": "another long password"})

    someone.refresh_from_db()
    assert someone.check_password("another long password")


def test_every_page_of_the_account_opens(client, learner):
    anonymous = ["account_login", "account_signup", "account_request_login_code", "account_reset_password", "account_inactive"]
    anonymous += [
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
        "account_deleted",
    ]
    signed_in = ["profile", "export_my_data", "delete_account", "account_email", "account_change_password", "account_logout", "mfa_index"]

    opened = {name: client.get(reverse(name)).status_code for name in anonymous}
    client.post("/en/account/login/", {"login": learner.email, "password": PASSWORD})
    opened |= {name: client.get(reverse(name)).status_code for name in [*signed_in, "account_reauthenticate", "mfa_activate_totp"]}

    assert opened == dict.fromkeys(opened, 200)


def test_somebody_without_an_address_has_a_profile(client):
    someone = UserFactory(email=None)
    client.force_login(someone)

    assert [client.get(page).status_code for page in (PROFILE, ADDRESS)] == [200, 200]


def test_with_a_second_step_the_address_stays(client, learner):
    set_second_factor(learner)
    client.force_login(learner)

    response = client.post(ADDRESS, {"email": "new@example.org", "action_add": ""})

    assert list(response.context["form"].errors) == ["email"]
    assert mail.outbox == []
