import pytest
from django.test import Client
from django.utils.translation import override

from lms.accounts.models import User
from tests.factories import CohortFactory


@pytest.fixture(autouse=True)
def _in_english():
    """What a request before this test has activated stays with the thread."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """Mentors must have one; what it asks for has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def cohort(db):
    return CohortFactory(name="Spring")


@pytest.fixture
def sign_in():
    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
