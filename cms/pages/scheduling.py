"""Pages that go live, or come off, at the hour that was set. A tick names what is due, however long nothing ran; each is done by itself, so
that one that fails keeps back no other. Doing it takes the hour away, so a repeat finds nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from wagtail.models import Page, Revision

from .gatekeeper import by_itself


def due_to_go_live(at: datetime) -> list[int]:
    """Ids of revisions, the earliest hour first."""
    return list(Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at", "pk").values_list("pk", flat=True))


def due_to_come_off(at: datetime) -> list[int]:
    """Ids of pages, the earliest hour first."""
    return list(Page.objects.filter(live=True, expire_at__lte=at).order_by("expire_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def let_live(*, revision_id: int) -> None:
    """As it was when its hour was set: it passed the checks and was read then."""
    revision = Revision.objects.select_for_update().filter(pk=revision_id, approved_go_live_at__lte=now()).first()
    if revision:
        with by_itself():
            revision.publish(log_action="wagtail.publish.scheduled")


@transaction.atomic
def take_off(*, page_id: int) -> None:
    page = Page.objects.select_for_update(of=("self",)).filter(pk=page_id, live=True, expire_at__lte=now()).first()
    if page:
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
