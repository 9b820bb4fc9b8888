from celery import shared_task
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from . import actions

TICK = 300  # seconds


@shared_task(acks_late=True)
def follow_source(*, source_id: int) -> None:
    """Safe to run twice: translations that say what their source says are left alone."""
    source = TranslationSource.objects.filter(pk=source_id).first()
    if source:
        actions.follow_source(source=source)


@shared_task(acks_late=True)
def sweep_sources() -> None:
    """What a lost task left behind: pages that were published after their translations last looked. A task for each, so that one that
    cannot be followed holds up no other."""
    pages = Page.objects.filter(live=True, alias_of=None, last_published_at__isnull=False)
    behind = TranslationSource.objects.filter(translations__enabled=True).distinct()
    published = {(page["translation_key"], page["locale_id"]): page["last_published_at"] for page in _of(pages, behind)}
    for source in behind.only("pk", "object_id", "locale_id", "last_updated_at"):
        published_at = published.get((source.object_id, source.locale_id))
        if published_at and published_at > source.last_updated_at:
            follow_source.apply_async(kwargs={"source_id": source.pk}, expires=TICK)


def _of(pages, sources):
    keys = sources.order_by().values("object_id")
    return pages.filter(translation_key__in=keys).values("translation_key", "locale_id", "last_published_at")
