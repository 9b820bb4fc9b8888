"""A new page of a folder goes live without most of what Wagtail does for a page: the rows must be those that Wagtail leaves."""

import json
import re
from datetime import datetime

import pytest
from django.db import transaction
from django.forms import model_to_dict
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail_localize.models import StringTranslation, Translation

from courses.authoring import publication
from courses.catalogue.models import Activity, ActivityVersion, Course, LessonVersion, ModuleVersion
from courses.finding.models import Passage
from tests.factories import UserFactory

from .folders import FILES, TRANSLATED, imported, write

pytestmark = pytest.mark.django_db
MODELS = [ReferenceIndex, StringTranslation, Translation, Course, LessonVersion, ModuleVersion, Activity, ActivityVersion, Passage]


def test_imported_pages_leave_the_rows_that_wagtail_leaves(tmp_path, monkeypatch):
    folder = write(tmp_path, FILES | TRANSLATED)
    ours = _rows_of_an_import(folder)
    monkeypatch.setattr(publication, "add", lambda page, parent: parent.add_child(instance=page))
    monkeypatch.setattr(publication, "publish", lambda page, *, is_new: page.save_revision().publish())
    monkeypatch.setattr(publication, "log", lambda pages: None)
    theirs = _rows_of_an_import(folder)

    assert len(ours["pages"]) > 4
    assert len(ours["history"]) == 2 * len(ours["pages"])
    for name, rows in theirs.items():
        assert ours[name] == rows, name


def test_the_history_of_an_imported_page_names_whoever_imports(tmp_path):
    person = UserFactory()
    with LogContext(user=person) as context:
        imported(write(tmp_path, FILES))

    written = PageLogEntry.objects.filter(page__in=Page.objects.filter(depth__gte=4)).order_by("timestamp", "pk")
    assert {(entry.user, entry.uuid) for entry in written} == {(person, context.uuid)}
    for page in Page.objects.filter(depth__gte=4):
        entries = [entry for entry in written if entry.page_id == page.pk]
        assert [entry.action for entry in entries] == ["wagtail.create", "wagtail.publish"]
        assert [entry.revision for entry in entries] == [page.live_revision] * 2


def test_an_imported_version_can_be_brought_back_after_an_edit(tmp_path, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    imported(write(tmp_path, FILES))
    page = Page.objects.filter(depth__gte=4).last().specific
    first = page.live_revision_id
    page.title = "Otherwise"
    page.save_revision()
    client.force_login(UserFactory(is_superuser=True))

    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()

    assert reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first]) in history


def _rows_of_an_import(folder):
    """Everything that was written, without numbers and hours; then it is taken back."""
    with transaction.atomic():
        imported(folder)
        pages = list(Page.objects.filter(depth__gte=4).order_by("path").specific())
        written = PageLogEntry.objects.filter(page__in=pages).order_by("page__path", "timestamp", "pk")
        rows = {
            "pages": [_said(page) for page in pages],
            "revisions": [
                (
                    one.object_str,
                    one.user_id,
                    one.approved_go_live_at,
                    one.content["title"],
                    _numberless(json.loads(one.content.get("body", "[]"))),
                )
                for one in Revision.objects.order_by("pk")
            ],
            "history": [(one.page.slug, one.action, one.label, one.user, one.data, one.content_changed, one.deleted) for one in written],
            "held by revisions": [(page.latest_revision_id == page.live_revision_id, bool(page.live_revision_id)) for page in pages],
        }
        rows |= {model.__name__: model.objects.count() for model in MODELS}
        transaction.set_rollback(True)
    return rows


def _said(page):
    body = _numberless(list(page.body.raw_data)) if hasattr(page, "body") else ""
    values = {
        name: value
        for name, value in model_to_dict(page).items()
        if not name.endswith(("revision", "_ptr", "_at")) and name not in ("id", "body")
    }
    hours = {
        name: isinstance(getattr(page, name), datetime) for name in ("first_published_at", "last_published_at", "go_live_at", "expire_at")
    }
    return values | hours | {"type": type(page), "body": body, "url": page.url_path, "live": page.live, "draft": page.draft_title}


def _numberless(value):
    """Numbers of pages and pictures are others in another import, and the ids of blocks that have none in the folder."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", json.dumps(value, sort_keys=True))
