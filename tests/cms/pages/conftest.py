"""Whoever may do everything in the back office."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def editor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.person = UserFactory(is_superuser=True)
    client.force_login(client.person)
    return client
