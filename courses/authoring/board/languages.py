"""How far pages are translated into each language, as the table of translations says it (`cms.translations`), in three queries however many
there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from cms.translations.models import TextInWork
from cms.translations.states import Counts, State, state_of
from cms.translations.untranslated import NOT_TO_TRANSLATE

CODES = [code for code, _name in settings.LANGUAGES]
SIGNS = {State.SOURCE: "●", State.MISSING: "–", State.IN_WORK: "✎", State.CURRENT: "✓", State.OUTDATED: "!", State.ALONE: "○"}
Said = Mapping[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mark:
    code: str
    state: State
    url: str

    @property
    def sign(self) -> str:
        return SIGNS[self.state]


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
    """With `total`, how many texts the source has, and `typed`, how many were typed and not published."""
    total = _texts().filter(source=OuterRef("source")).values("source").annotate(count=Count("pk")).values("count")
    typed = TextInWork.objects.on_the_page().filter(translation=OuterRef("pk")).order_by().values("translation").annotate(count=Count("pk"))
    rows = Translation.objects.filter(source__object__in=keys, enabled=True).select_related("source", "target_locale")
    return rows.defer("source__content_json").annotate(total=Subquery(total), typed=Subquery(typed.values("count")))


def _texts() -> QuerySet[StringSegment]:
    return StringSegment.objects.exclude(context__path__in=NOT_TO_TRANSLATE).order_by()


def _mark(source: Page, code: str, own: str, page: Page | None, row: Any, said: Said) -> Mark:
    if code == own:
        return Mark(code, State.SOURCE, reverse("wagtailadmin_pages:edit", args=[source.pk]))
    url = reverse("translate_page", args=[source.pk, code])
    if row is None:
        return Mark(code, State.ALONE if page else State.MISSING, url)
    done, outdated = said.get((row.source_id, row.target_locale_id), (0, 0))
    counts = Counts(row.total or 0, done, outdated, row.typed or 0)
    return Mark(code, state_of(counts, is_shown=bool(page and page.live)), url)


def _said(source_ids: Iterable[int]) -> Said:
    """How many texts of a source are said in a language, and how many of them are outdated."""
    said = _texts().filter(source__in=source_ids, string__translations__context=F("context"), string__translations__has_error=False)
    rows = said.values_list("source", "string__translations__locale").annotate(
        done=Count("pk"), outdated=Count("string__translations__outdated")
    )
    return {(source, locale): (done, outdated) for source, locale, done, outdated in rows}
