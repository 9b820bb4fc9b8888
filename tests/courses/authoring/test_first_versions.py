"""Lessons that folders brought before their history named the first version."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import Page, PageLogEntry, Revision

from tests.courses.authoring.folders import FILES, imported, write
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(tmp_path):
    """As it was logged then."""
    imported(write(tmp_path, FILES))
    PageLogEntry.objects.filter(action="wagtail.create").update(revision=None)
    return PageLogEntry.objects.filter(action="wagtail.create").last()


def migrated(entry):
    import_module("courses.authoring.migrations.0006_first_versions").name_first_versions(apps, None)
    entry.refresh_from_db()
    return entry.revision_id


def published(entry):
    return PageLogEntry.objects.filter(page=entry.page_id, action="wagtail.publish")


def test_each_page_of_a_folder_gets_its_first_version(entry):
    page = Page.objects.get(pk=entry.page_id).specific
    first = page.live_revision_id
    page.save_revision().publish()

    assert [migrated(entry), migrated(entry)] == [first, first]
    made = PageLogEntry.objects.filter(action="wagtail.create", page__depth__gte=4)
    assert made.count() > 1
    assert not made.filter(revision=None).exists()


def published_later(entry):
    published(entry).update(timestamp=entry.timestamp + timedelta(minutes=1))


def published_before(entry):
    published(entry).update(timestamp=entry.timestamp - timedelta(seconds=1))


def published_by_somebody_else(entry):
    published(entry).update(user=UserFactory())


def written_over_since(entry):
    Revision.objects.filter(pk=published(entry).get().revision_id).update(created_at=entry.timestamp + timedelta(hours=1))


def deleted_since(entry):
    page = Page.objects.get(pk=entry.page_id).specific
    first = page.live_revision_id
    page.save_revision().publish()
    Revision.objects.filter(pk=first).delete()


def never_published(entry):
    published(entry).delete()


@pytest.mark.parametrize(
    "otherwise",
    [
        published_later,
        published_before,
        published_by_somebody_else,
        written_over_since,
        deleted_since,
        never_published,
    ],
)
def test_where_it_is_not_plain_nothing_changes(entry, otherwise):
    otherwise(entry)

    assert migrated(entry) is None
