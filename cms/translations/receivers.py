"""A page in a source language tells its translations that it was published; after a migration its stored copy is of today."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import TranslationSource, get_schema_version

from . import tasks
from .drafts import say_what_is_shown

SETTLED_BY_THEIR_OWN_APPS: set[type[Page]] = set()  # which need it done before something of theirs


@receiver(page_published)
def settle_what_went_live(instance: Page, **kwargs: Any) -> None:
    if type(instance) not in SETTLED_BY_THEIR_OWN_APPS:
        say_what_is_shown(page=instance)


@receiver(page_published)
def tell_translations(instance: Page, **kwargs: Any) -> None:
    sources = TranslationSource.objects.filter(object=instance.translation_key, locale=instance.locale_id, translations__enabled=True)
    for pk in sources.values_list("pk", flat=True).distinct():
        tasks.follow_source.delay_on_commit(source_id=pk)


@receiver(post_migrate)
def keep_sources_of_today(app_config: AppConfig, **kwargs: Any) -> None:
    """Stored copies go with what migrations make of the pages. wagtail-localize would shut its editor for each of them until somebody
    published the page again, after any migration of the app whatever it was about."""
    if not any(issubclass(model, Page) for model in app_config.get_models()) or not _is_migrated(kwargs.get("apps", apps)):
        return
    of_today = get_schema_version(app_config.label)
    copies = TranslationSource.objects.filter(specific_content_type__app_label=app_config.label).exclude(schema_version="")
    copies.exclude(schema_version=of_today).update(schema_version=of_today)


def _is_migrated(state: Any) -> bool:
    try:
        return bool(state.get_model("wagtail_localize", "TranslationSource"))
    except LookupError:
        return False
