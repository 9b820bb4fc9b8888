"""Who translates."""

import pytest

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory


@pytest.fixture
def editor(settings, client):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    for role in (Role.EDITOR, Role.PUBLISHER):
        grant_role(person=person, role=role)
    client.force_login(person)
    return person
