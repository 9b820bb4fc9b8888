"""How far a page is translated into each language, from the rows of wagtail-localize. A constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

CODES = [code for code, _name in settings.LANGUAGES]


class Coverage(models.TextChoices):
    SOURCE = "source", _("Source")
    MISSING = "missing", _("Missing")
    IN_WORK = "in_work", _("In work")
    CURRENT = "current", _("Current")
    OUTDATED = "outdated", _("Outdated")


SIGNS = {Coverage.SOURCE: "●", Coverage.MISSING: "–", Coverage.IN_WORK: "✎", Coverage.CURRENT: "✓", Coverage.OUTDATED: "!"}


@dataclass(frozen=True)
class Mark:
    code: str
    coverage: Coverage
    url: str

    @property
    def sign(self) -> str:
        return SIGNS[self.coverage]


def marks(sources: Iterable[Page], own: str) -> Mapping[int, list[Mark]]:
    """By id of the page in the source language, whose code is `own`: one mark for each language of the site."""
    originals = {page.translation_key: page for page in sources}
    others: dict[UUID, dict[str, Page]] = defaultdict(dict)
    for page in Page.objects.filter(translation_key__in=list(originals), alias_of=None).select_related("locale"):
        others[page.translation_key][page.locale.language_code] = page
    translations = {(row.source.object_id, row.target_locale.language_code): row for row in _translations(list(originals))}
    said = _said({row.source_id for row in translations.values()})
    return {
        page.pk: [_mark(page, code, own, others[key].get(code), translations.get((key, code)), said) for code in CODES]
        for key, page in originals.items()
    }


def _translations(keys: list[UUID]) -> Any:
    """With `total`, how many texts the source has."""
    total = _texts().filter(source=OuterRef("source")).values("source").annotate(count=Count("pk")).values("count")
    rows = Translation.objects.filter(source__object__in=keys, enabled=True).select_related("source", "target_locale")
    return rows.defer("source__content_json").annotate(total=Subquery(total))


def _texts() -> Any:
    return StringSegment.objects.exclude(context__path="slug").order_by()


def _mark(source: Page, code: str, own: str, page: Page | None, row: Any, said: Mapping[tuple[int, int], int]) -> Mark:
    if code == own:
        return Mark(code, Coverage.SOURCE, reverse("wagtailadmin_pages:edit", args=[source.pk]))
    if page is None:
        return Mark(code, Coverage.MISSING, reverse("wagtail_localize:submit_page_translation", args=[source.pk]))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if row and source.last_published_at and row.source.last_updated_at < source.last_published_at:
        return Mark(code, Coverage.OUTDATED, url)
    is_whole = not row or said.get((row.source_id, row.target_locale_id), 0) >= (row.total or 0)
    return Mark(code, Coverage.CURRENT if is_whole and page.live else Coverage.IN_WORK, url)


def _said(source_ids: Iterable[int]) -> Mapping[tuple[int, int], int]:
    """How many texts of a source are said in a language, by both."""
    said = _texts().filter(source__in=source_ids, string__translations__context=F("context"), string__translations__has_error=False)
    rows = said.values_list("source", "string__translations__locale").annotate(count=Count("pk"))
    return {(source, locale): count for source, locale, count in rows}
