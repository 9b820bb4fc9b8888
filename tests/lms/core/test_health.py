import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lms.core import health

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def ask_again():
    health._all_applied.cache_clear()
    yield
    health._all_applied.cache_clear()


def test_a_site_that_is_ready_says_so(client):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "Database: ready\nCache: ready\nMigrations: ready\n")
    assert "no-store" in response["Cache-Control"]


def test_a_site_with_migrations_waiting_is_not_ready_and_keeps_the_reason_to_itself(client):
    newest = MigrationLoader(connection).graph.leaf_nodes("accounts")[0]
    MigrationRecorder(connection).record_unapplied(*newest)

    response = client.get("/healthz")

    assert (response.status_code, response.text) == (503, "Database: ready\nCache: ready\nMigrations: not ready\n")
