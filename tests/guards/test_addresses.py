"""Every address has an access rule: it is in one of the two tables below, or a stranger is asked to sign in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

from .addresses import addresses
from .exceptions import unexplained

PUBLIC = {
    "healthz": "machines ask whether the site is ready",
    "host_confirmation": "a host has no account; the address is the key",
    "host_file": "the same",
    "media": "pictures of published pages",
    "calendar_feed": "calendar programs cannot sign in; the address is the key",
    "stop_letters": "one click in a letter stops letters; the address is signed",
    "letter_choices": "reached from a letter; the address is signed",
    "why_this_letter": "the same",
    "find_certificate": "a verifier has no account",
    "verify": "a verifier has no account",
    "verify_list": "the same",
    "verify_page": "a verifier has no account",
    "invitation": "who is invited has no account yet; the address is signed, and looking changes nothing",
    "shared_record": "somebody whom a holder gave the address has no account; the address is the key",
    "shared_record_file": "the same",
    "record_schema": "says what a record looks like, of nobody",
    "badge": "the address is in the credential alone, and what it says names nobody",
    "badge_achievement": "verifiers fetch it",
    "badge_issuer": "verifiers fetch it",
    "badge_did": "verifiers fetch it",
    "badge_keys": "verifiers fetch it",
    "badge_status": "verifiers fetch it",
    "course": "visitors may look at courses",
    "module": "visitors may look at courses",
    "lesson": "visitors may look at lessons",
    "search": "visitors may look at what is published",
    "wagtail_serve": "published pages",
    "document": "downloads of published lessons; private ones are for editors",
    "wagtaildocs_serve": "the same, by Wagtail's own address",
    "account_login": "the way in",
    "account_signup": "the way in",
    "account_logout": "says that nobody is signed in",
    "account_inactive": "says why somebody cannot sign in",
    "account_deleted": "the last thing a person sees after deleting the account",
    "account_email_verification_sent": "says that a letter is on its way",
    "account_confirm_email": "reached from a letter; the address is signed",
    "account_reset_password": "the way back in",
    "account_reset_password_done": "the way back in",
    "account_reset_password_from_key": "reached from a letter; the address is signed",
    "account_reset_password_from_key_done": "the way back in",
    "account_request_login_code": "the way in by code",
    "wagtailadmin_sprite": "icons of the back office",
    "wagtailadmin_javascript_catalog": "words of the back office's scripts",
}
NOT_THERE = {
    "wagtailadmin_password_reset": "passwords are changed where the second factor is asked for",
    "wagtailadmin_password_reset_done": "the same",
    "wagtailadmin_password_reset_confirm": "the same",
    "wagtailadmin_password_reset_complete": "the same",
    "wagtaildocs_authenticate_with_password": "no collection has a password",
    "wagtailcore_authenticate_with_password": "no page has a password",
    "styleguide": "only where the demo is",
    "mailbox": "only where the demo is",
    "mailbox_letter": "only where the demo is",
    "mailbox_html": "only where the demo is",
    "mailbox_attachment": "only where the demo is",
}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def asks_to_sign_in(response) -> bool:
    ways_in = ("/account/login/", reverse("wagtailadmin_login"))
    return response.status_code in {401, 403} or (response.status_code == 302 and any(way in response["Location"] for way in ways_in))


def visit(client, path):
    """As a stranger: by GET, or by POST where only that is answered."""
    response = client.get(path)
    return client.post(path) if response.status_code == 405 else response


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_wherever_no_table_says_otherwise(client):
    answers = {address.name: visit(client, address.path) for address in addresses()}

    found = {name: f"{each.status_code} for a stranger" for name, each in answers.items() if not asks_to_sign_in(each)}

    assert unexplained(found, PUBLIC | NOT_THERE) == []


@pytest.mark.django_db
def test_nothing_breaks_for_a_stranger_at_a_public_address(client):
    broken = [address.path for address in addresses() if address.name in PUBLIC and client.get(address.path).status_code >= 500]

    assert broken == []


@pytest.mark.django_db
def test_what_is_not_there_is_not_there(client):
    answers = {address.name: client.get(address.path).status_code for address in addresses() if address.name in NOT_THERE}

    assert answers == dict.fromkeys(NOT_THERE, 404)


@pytest.mark.django_db
def test_only_the_sign_in_page_lets_people_in_with_a_password(client):
    person = UserFactory()
    tried = []

    for address in addresses():
        if address.name != "account_login":
            for field in ("username", "login", "email"):
                client.post(address.path, {field: person.email, "password": PASSWORD})
                if client.session.get("_auth_user_id"):
                    tried.append(address.path)
                    client.logout()

    assert tried == []
