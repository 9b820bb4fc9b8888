"""Rows that migrations wrote (locales, groups, home pages) come back after every test that commits.

Django empties all tables after such a test and leaves them empty, also for the next run that keeps the database."""

import sqlite3

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from psycopg.sql import SQL, Identifier

from lms.accounts.models import User


def _keep_sqlite():
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def restore():
        connection.ensure_connection()
        kept.backup(connection.connection)

    return restore


def _keep_postgresql():
    """A second schema holds what there was. Django's foreign keys are deferred, so the order of the tables does not matter."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        for table in tables:
            cursor.execute(SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(Identifier(table)))
        filled = [table for table in tables if cursor.execute(SQL("SELECT 1 FROM kept.{} LIMIT 1").format(Identifier(table))).fetchone()]

    def restore():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SQL("TRUNCATE {}").format(SQL(", ").join(Identifier("public", table) for table in tables)))
            for table in filled:
                cursor.execute(SQL("INSERT INTO public.{0} SELECT * FROM kept.{0}").format(Identifier(table)))

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
