"""Who may do everything in the back office, signed in by password alone."""

from tests.factories import UserFactory


def signed_in_for_everything(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.person = UserFactory(is_superuser=True)
    client.force_login(client.person)
    return client
