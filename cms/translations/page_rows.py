"""Pages as rows of the table: each with its state in every language. A constant number of queries, however many pages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.db.models import Count, F
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation

from .models import TextInWork
from .sections import Cell, Row
from .states import Counts, State, state_of
from .untranslated import NOT_TO_TRANSLATE

CODES = [code for code, _name in settings.LANGUAGES]
Group = Callable[[Page], str]


def page_rows(pages: Iterable[Page], *, top: int, group_of: Group = lambda page: "") -> list[Row]:
    """`pages` are those of a section in every language; the table shows those in the source language, in the order of the tree. A page
    stands `page.depth - top` steps in."""
    families: dict[object, dict[int, Page]] = defaultdict(dict)
    for page in pages:
        families[page.translation_key][page.locale_id] = page
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    translations = _translations(families)
    counts = _counts([one.source_id for one in translations.values()], codes)
    rows = []
    for source in sorted((_source(family, translations) for family in families.values()), key=lambda page: page.path):
        family = families[source.translation_key]
        cells = {}
        for locale, code in codes.items():
            translation = translations.get((source.translation_key, locale))
            cells[code] = _cell(source, family.get(locale), translation, counts, code, is_source=locale == source.locale_id)
        ordered = {code: cells[code] for code in CODES if code in cells}
        kind = capfirst(str(source.cached_content_type.model_class()._meta.verbose_name))
        rows.append(Row(source.title, codes[source.locale_id], ordered, kind, max(0, source.depth - top), group_of(source)))
    return rows


def _translations(families: dict[object, dict[int, Page]]) -> dict[tuple[object, int], Translation]:
    rows = Translation.objects.filter(source__object__in=list(families), enabled=True).select_related("source")
    return {(row.source.object_id, row.target_locale_id): row for row in rows.defer("source__content_json")}


def _source(family: dict[int, Page], translations: dict[tuple[object, int], Translation]) -> Page:
    """The page that the others are translated from; else the one that was made first."""
    first = min(family.values(), key=lambda page: page.pk)
    for (key, _locale), translation in translations.items():
        if key == first.translation_key:
            return family.get(translation.source.locale_id, first)
    return first


def _cell(
    source: Page, page: Page | None, translation: Translation | None, counts: dict[tuple[int, int], Counts], code: str, *, is_source: bool
) -> Cell:
    if is_source:
        return Cell(State.SOURCE, reverse("wagtailadmin_pages:edit", args=[source.pk]))
    url = reverse("translate_page", args=[source.pk, code])
    if translation is None:
        return Cell(State.ALONE if page else State.MISSING, url)
    found = counts.get((translation.source_id, translation.target_locale_id), Counts())
    return Cell(state_of(found, is_shown=bool(page and page.live)), url, found)


def _counts(source_ids: Sequence[int], locales: Iterable[int]) -> dict[tuple[int, int], Counts]:
    """By source and language."""
    segments = StringSegment.objects.filter(source__in=set(source_ids)).exclude(context__path__in=NOT_TO_TRANSLATE).order_by()
    totals = dict(segments.values("source").annotate(count=Count("pk")).values_list("source", "count"))
    said = segments.filter(string__translations__context=F("context"), string__translations__has_error=False)
    done = _numbers(said.values_list("source", "string__translations__locale"))
    outdated = _numbers(said.exclude(string__translations__outdated=None).values_list("source", "string__translations__locale"))
    work = TextInWork.objects.on_the_page().filter(translation__source__in=set(source_ids)).order_by()
    in_work = _numbers(work.values_list("translation__source", "translation__target_locale"))
    places = ((source, locale) for source in totals for locale in locales)
    return {place: Counts(totals[place[0]], done.get(place, 0), outdated.get(place, 0), in_work.get(place, 0)) for place in places}


def _numbers(rows) -> dict[tuple[int, int], int]:
    return {(source, locale): count for source, locale, count in rows.annotate(count=Count("pk"))}
