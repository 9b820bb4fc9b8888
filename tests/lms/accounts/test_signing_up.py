import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import translation

from lms.accounts.models import RoleAssignment, User
from tests.factories import PASSWORD

from .conftest import set_second_factor

pytestmark = pytest.mark.django_db
FORM = {"name": "Олена Ґудзь", "email": "Olena@Example.org", "password1": PASSWORD}


def sign_up(client, language="uk", **form):
    return client.post(f"/{language}/account/signup/", FORM | form)


def test_whoever_signs_up_is_a_learner_in_the_language_of_the_page_and_goes_on_at_once(client):
    response = sign_up(client, time_zone="Europe/Kiev")

    person = User.objects.get()
    assert (person.name, person.email, person.language, person.time_zone) == ("Олена Ґудзь", "olena@example.org", "uk", "Europe/Kyiv")
    assert list(RoleAssignment.objects.values_list("person", "role", "scope")) == [(person.pk, "learner", "site")]
    assert person.has_duties is False
    with translation.override("uk"):
        assert (response.status_code, response.url) == (302, reverse("my_learning"))
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_letter_of_confirmation_is_in_their_language_as_text_and_page(client):
    sign_up(client)

    [letter] = mail.outbox
    assert letter.to == ["olena@example.org"]
    assert "/uk/account/confirm-email/" in letter.body
    assert [page.mimetype for page in letter.alternatives] == ["text/html"]
    assert "/uk/account/confirm-email/" in letter.alternatives[0].content
    assert "Олена Ґудзь" not in letter.body  # nobody sends a text of their own to a stranger
    assert "!" not in letter.subject + letter.body


def test_the_link_in_the_letter_confirms_the_address_with_one_button_and_without_signing_in(client):
    sign_up(client)
    link = next(line for line in mail.outbox[0].body.splitlines() if "confirm-email" in line)
    client.logout()

    page = client.get(link)
    assert EmailAddress.objects.get().verified is False  # a scanner of links must not confirm
    client.post(link)

    assert page.status_code == 200
    assert EmailAddress.objects.get().verified is True
    assert client.get(link).status_code == 200  # a second click is told so


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "n" * 151),
        ("email", "not an address"),
        ("email", ""),
        ("password1", ""),
        ("password1", "password"),
        ("password1", "short"),
        ("password1", "Олена Ґудзь"),
    ],
)
def test_what_is_missing_or_weak_is_said_by_the_field_and_nobody_is_made(client, field, value):
    response = sign_up(client, **{field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == 0


def test_an_address_that_is_taken_in_any_case_is_sent_to_sign_in(client, learner):
    response = sign_up(client, email=learner.email.upper(), password1="another long password")

    assert list(response.context["form"].errors) == ["email"]
    assert reverse("account_request_login_code") in response.text
    assert User.objects.count() == 1


def test_a_second_click_signs_in_to_what_the_first_one_made(client):
    again = type(client)()

    responses = [sign_up(browser, name=name) for browser, name in ((client, "Олена"), (again, "Олена"))]

    assert [response.status_code for response in responses] == [302, 302]
    assert User.objects.count() == 1
    assert again.session["_auth_user_id"] == client.session["_auth_user_id"]
    assert len(mail.outbox) == 1


def test_signing_up_again_does_not_pass_a_second_factor(client, learner):
    set_second_factor(learner)

    response = sign_up(client, email=learner.email)

    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_two_clicks_at_once_make_one_account(client, learner, monkeypatch):
    monkeypatch.setattr("lms.accounts.forms.account.SignupForm.validate_unique_email", lambda self, value: value)

    response = sign_up(client, email=learner.email)

    assert response.url == "/uk/account/login/"
    assert User.objects.count() == 1


def test_a_mail_server_that_is_down_does_not_stop_anybody(client, monkeypatch):
    def refuse(self, fail_silently=False):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    response = sign_up(client)

    assert response.status_code == 302
    assert User.objects.count() == 1


def test_a_zone_that_does_not_exist_is_guessed_from_the_language(client):
    sign_up(client, language="cs", time_zone="Mars/Olympus")

    assert User.objects.get().time_zone == "Europe/Prague"


def test_many_sign_ups_from_one_address_are_slowed_down(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "2/m/ip"}

    statuses = [sign_up(client, email="not an address").status_code for _again in range(3)]

    assert statuses == [200, 200, 429]
