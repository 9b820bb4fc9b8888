"""The address of a text in the side-by-side editor, for pages that are translated there: Wagtail's editor would lead away from them."""

from collections.abc import Iterable

from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation


def texts_beside(wanted: Iterable[tuple[Page, str]]) -> dict[tuple[int, str], str]:
    """By page and path. Pages that stand by themselves are left out. Three queries at the most."""
    asked = list(wanted)
    keys = {page.translation_key for page, _path in asked}
    rows = Translation.objects.filter(source__object__in=keys, enabled=True).select_related("source", "target_locale")
    translations = {(row.source.object_id, row.target_locale_id): row for row in rows.defer("source__content_json")} if asked else {}
    pages = [(page, path, translations[page.translation_key, page.locale_id]) for page, path in asked if _key(page) in translations]
    if not pages:
        return {}
    sources = {
        (page.translation_key, page.locale_id): page.pk
        for page in Page.objects.filter(translation_key__in={page.translation_key for page, _path, _row in pages})
    }
    segments = _segments({row.source_id for _page, _path, row in pages}, {path for _page, path, _row in pages})
    found = {}
    for page, path, row in pages:
        source = sources.get((page.translation_key, row.source.locale_id))
        if source:
            segment = segments.get((row.source_id, path))
            fragment = f"#t-{segment}" if segment else ""
            found[page.pk, path] = reverse("translate_page", args=[source, row.target_locale.language_code]) + fragment
    return found


def _key(page: Page) -> tuple[object, int]:
    return page.translation_key, page.locale_id


def _segments(sources: set[int], paths: set[str]) -> dict[tuple[int, str], int]:
    """The first text at each path; that of a table has one for each cell."""
    rows = StringSegment.objects.filter(source__in=sources).order_by("-order", "-pk").values_list("source", "context__path", "pk")
    found: dict[tuple[int, str], int] = {}
    for source, path, pk in rows:
        for name in (path, path.rpartition(".")[0]):
            if name in paths:
                found[source, name] = pk
    return found
