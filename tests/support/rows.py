"""Rows that migrations wrote (locales, groups, home pages) come back after every test that commits.

Django empties all tables after such a test and leaves them empty, also for the next run that keeps the database."""

import sqlite3

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from psycopg.sql import SQL, Identifier, Literal

from lms.accounts.models import User

DIGEST = SQL("(SELECT md5(string_agg(rows::text, ' ' ORDER BY rows::text)) FROM {table} AS rows)")  # none of no rows
IS_OTHER = SQL("SELECT {name} WHERE {now} IS DISTINCT FROM {then}")


def _keep_sqlite():
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def restore():
        connection.ensure_connection()
        kept.backup(connection.connection)

    return restore


def _keep_postgresql():
    """A second schema holds what there was, and only tables that are not as they were are written again: to empty all takes seconds.

    Django's foreign keys are deferred, so the order of the tables does not matter."""
    tables = {name: Identifier("public", name) for name in connection.introspection.table_names()}
    digests = {}
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        for name, table in tables.items():
            cursor.execute(SQL("CREATE TABLE kept.{} AS TABLE {}").format(Identifier(name), table))
            (digests[name],) = cursor.execute(SQL("SELECT ") + DIGEST.format(table=table)).fetchone()
    changed = SQL(" UNION ALL ").join(
        IS_OTHER.format(name=Literal(name), now=DIGEST.format(table=table), then=Literal(digests[name])) for name, table in tables.items()
    )

    def restore():
        with transaction.atomic(), connection.cursor() as cursor:
            names = [name for (name,) in cursor.execute(changed).fetchall()]
            for name in names:
                cursor.execute(SQL("DELETE FROM {}").format(tables[name]))
            for name in names:
                if digests[name]:
                    cursor.execute(SQL("INSERT INTO {} SELECT * FROM kept.{}").format(tables[name], Identifier(name)))

    return restore


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        if User.objects.exists():
            pytest.exit("The kept test database holds rows of a run that was cut off. Make it again: pytest --create-db", returncode=2)
        restore = _keep_sqlite() if connection.vendor == "sqlite" else _keep_postgresql()

    def put_back(self):
        restore()
        forget()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", put_back)
        yield


def forget() -> None:
    """What processes remember of rows."""
    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def _nothing_left_from_another_test():
    yield
    translation.deactivate()
    for cache in caches.all(initialized_only=True):
        cache.clear()
