import pytest


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """Mentors must have one; what it asks for has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False
