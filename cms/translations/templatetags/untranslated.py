"""For templates of pages that are shown as they are, not by way of a version."""

from django import template
from wagtail.models import Page

from cms.translations import marking
from cms.translations.untranslated import Untranslated

register = template.Library()


@register.simple_tag
def mark_untranslated(page: Page) -> Untranslated:
    """Before anything of the page is shown: each of its texts knows its language from then on (`lang_of`)."""
    return marking.mark_page(page)
