import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_page_of_somebody_signed_in_is_not_kept_by_the_browser(client):
    client.force_login(UserFactory())

    assert client.get("/en/my/")["Cache-Control"] == "private, no-store"


def test_a_page_for_everybody_may_be_kept(client):
    assert not client.get("/en/courses/").has_header("Cache-Control")
