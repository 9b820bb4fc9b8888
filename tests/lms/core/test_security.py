import pytest
from django.db import DataError
from django.test import RequestFactory
from django.urls import reverse

from lms.core.security import UnstorableMiddleware
from tests.factories import UserFactory


def policy_of(response) -> dict[str, str]:
    return dict(each.strip().split(" ", 1) for each in response["Content-Security-Policy"].split(";"))


STRICT = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


@pytest.mark.django_db
def test_a_page_may_run_and_fetch_nothing_but_the_sites_own_files(client):
    response = client.get("/en/account/login/")

    assert policy_of(response) == STRICT


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_as_strict(client):
    assert policy_of(client.get("/en/no-such-page/")) == STRICT


@pytest.mark.django_db
def test_the_back_office_may_run_what_stands_in_its_pages_and_still_nothing_from_elsewhere(client):
    client.force_login(UserFactory(is_superuser=True))

    policy = policy_of(client.get(reverse("wagtailadmin_home")))

    inline = "'self' 'unsafe-inline'"
    assert policy == STRICT | {"script-src": inline, "style-src": inline, "img-src": "'self' data: blob:"}


@pytest.mark.django_db
def test_an_address_that_only_begins_like_the_back_office_is_strict(client):
    assert policy_of(client.get("/administrators/")) == STRICT


@pytest.mark.django_db
def test_other_sites_learn_nothing_and_devices_are_not_asked_for(client):
    response = client.get("/en/account/login/")

    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


def test_a_view_may_be_stricter(settings):
    from django.http import HttpResponse

    from lms.core.security import BrowserRulesMiddleware

    def view(request):
        return HttpResponse(headers={"Content-Security-Policy": "sandbox", "Permissions-Policy": "fullscreen=()"})

    response = BrowserRulesMiddleware(view)(RequestFactory().get("/en/"))

    assert (response["Content-Security-Policy"], response["Permissions-Policy"]) == ("sandbox", "fullscreen=()")


@pytest.mark.django_db
def test_an_answer_to_a_script_does_nothing_as_a_page(client):
    response = client.get(reverse("workbook_session"))

    assert response["Content-Type"] == "application/json"
    assert policy_of(response) == {"default-src": "'none'", "frame-ancestors": "'none'"}


def test_a_text_that_no_database_keeps_is_a_wrong_request_and_other_faults_are_ours():
    rules = UnstorableMiddleware(lambda request: None)
    request = RequestFactory().post("/")

    assert rules.process_exception(request, DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")).status_code == 400
    assert rules.process_exception(request, DataError("value too long")) is None
