import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _in_english():
    """What a request before this test has activated stays with the thread."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """Mentors must have one; what it asks for has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False
