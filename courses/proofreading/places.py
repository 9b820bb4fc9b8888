"""Where a finding is mended: its field in the editor, or its text beside the source of a translation."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.translations.beside import segments_of
from cms.translations.drafts import translation_of
from cms.translations.links import Link
from lms.accounts.models import User

from .findings import Finding


@dataclass(frozen=True)
class Places:
    """`texts` are those of a translation, by path: the number of the text beside its source."""

    edit_url: str
    texts: dict[str, int] | None = None
    beside_url: str = ""

    def url_of(self, finding: Finding) -> str:
        if self.texts is None:
            return f"{self.edit_url}#:w:contentpath={finding.place}"
        inside = f"{finding.place}."
        number = next((number for path, number in self.texts.items() if path == finding.place or path.startswith(inside)), None)
        return f"{self.beside_url}#t-{number}" if number else self.beside_url


def places_of(page: Page) -> Places:
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    translation = translation_of(page)
    source = Page.objects.filter(translation_key=page.translation_key, locale=translation.source.locale_id).first() if translation else None
    if translation is None or source is None:
        return Places(edit_url)
    texts: dict[str, int] = {}
    for path, number in segments_of(translation).order_by("order", "pk").values_list("context__path", "pk"):
        texts.setdefault(path, number)
    return Places(edit_url, texts, reverse("translate_page", args=[source.pk, page.locale.language_code]))


def checks_link(page: Page, person: User) -> Link | None:
    """From beside its source to what the checks say of it."""
    may_see = page.permissions_for_user(person).can_edit()
    return Link(_("Checks"), reverse("page_findings", args=[page.pk])) if may_see else None
