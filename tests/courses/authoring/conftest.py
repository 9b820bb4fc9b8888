import pytest

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory


@pytest.fixture
def editor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.person = UserFactory()
    grant_role(person=client.person, role=Role.EDITOR)
    client.force_login(client.person)
    return client
