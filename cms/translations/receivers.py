"""A page in a source language tells its translations that it was published."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import TranslationSource

from . import tasks


@receiver(page_published)
def tell_translations(instance: Page, **kwargs: Any) -> None:
    sources = TranslationSource.objects.filter(object=instance.translation_key, locale=instance.locale_id, translations__enabled=True)
    for pk in sources.values_list("pk", flat=True).distinct():
        tasks.follow_source.delay_on_commit(source_id=pk)
