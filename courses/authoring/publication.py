"""Pages of a folder go live, with a fraction of the queries that Wagtail takes for a page about which it knows nothing."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.utils.timezone import now
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, published

from cms.pages.gatekeeper import by_itself


def add(page: Any, parent: Page) -> None:
    """Not live yet, and asked by `publish` whether it is right."""
    page._is_site_root = False
    page.save = partial(page.save, clean=False, log_action=None)
    parent.add_child(instance=page)
    del page.save


def publish(page: Any, *, is_new: bool) -> None:
    pointers = {field.name for field in page._meta.concrete_fields if field.is_relation}
    page.full_clean(exclude=pointers, validate_unique=False, validate_constraints=False)  # which the database holds itself
    with by_itself():
        (_publish_new if is_new else _publish_changed)(page)


def _publish_new(page: Any) -> None:
    """What Wagtail's publication comes to where nobody has made a revision, a comment, an alias or a workflow of the page yet."""
    base = page.get_base_content_type()
    revision = Revision.objects.create(content_object=page, base_content_type=base, content=page.serializable_data(), object_str=str(page))
    at = now()
    values = {
        "live": True,
        "draft_title": page.title,
        "first_published_at": at,
        "last_published_at": at,
        "latest_revision_created_at": revision.created_at,
        "latest_revision": revision,
        "live_revision": revision,
    }
    for name, value in values.items():
        setattr(page, name, value)
    Page.objects.filter(pk=page.pk).update(**values)
    for signal in (page_published, published):
        signal.send(sender=type(page), instance=page, revision=revision)


def _publish_changed(page: Any) -> None:
    """From the page in hand: Wagtail would build it anew from the revision that was made of it."""
    page._is_site_root, page.save = False, partial(page.save, clean=False)
    revision = page.save_revision(clean=False)
    revision.as_object = lambda: page
    page.publish(revision)
    del page.save


def log(pages: Iterable[Page]) -> None:
    """In the history of new pages, that they were made and published. Wagtail offers to bring a version back beside what made it."""
    context = get_active_log_context()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type_id=page.content_type_id,
            label=page.get_admin_display_title(),
            content_changed=True,
            user=context.user,
            uuid=context.uuid,
            **values,
        )
        for page in pages
        for values in (
            {"action": "wagtail.create", "timestamp": page.latest_revision_created_at, "revision_id": page.live_revision_id},
            {"action": "wagtail.publish", "timestamp": page.last_published_at, "revision_id": page.live_revision_id},
        )
    )
