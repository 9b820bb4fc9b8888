import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from lms import urls as site_urls
from tests.factories import UserFactory


def breaks(request):
    raise RuntimeError("broken")


def forbids(request):
    raise PermissionDenied


def refuses(request):
    raise BadRequest


def takes_forms(request):
    return HttpResponse("taken")


urlpatterns = [
    path("en/breaks/", breaks),
    path("en/forbids/", forbids),
    path("en/refuses/", refuses),
    path("en/form/", takes_forms),
    *site_urls.urlpatterns,
]
handler400, handler403 = site_urls.handler400, site_urls.handler403
handler404, handler500 = site_urls.handler404, site_urls.handler500

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.caches
def test_a_page_that_broke_is_answered_without_any_query(client):
    response = client.get("/en/breaks/")

    assert response.status_code == 500
    assert "What was saved before is kept." in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/en/refuses/", 400, "Nothing was changed"),
        ("/en/forbids/", 403, "You may have to sign in first"),
        ("/en/no-such-page/", 404, "What you wrote in your workbook is kept"),
    ],
)
def test_a_page_that_cannot_be_shown_says_what_is_safe(client, address, status, words):
    response = client.get(address)

    assert response.status_code == status
    assert words in response.text
    assert '<a class="skip-link"' in response.text


@pytest.mark.django_db
def test_who_is_signed_in_hears_as_whom(client):
    client.force_login(UserFactory(name="Olena Koval"))

    response = client.get("/en/forbids/")

    assert "You are signed in as Olena Koval" in response.text


@pytest.mark.django_db
def test_a_form_without_a_fitting_token_is_told_how_to_go_on():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/en/form/", {"text": "long words"})

    assert response.status_code == 403
    assert "What you typed is still in the page before this one." in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example.com", "a b"])
def test_a_host_that_is_not_ours_is_answered_too(client, host, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    assert client.get("/en/", headers={"host": host}).status_code == 400
