"""What a translation may have otherwise than its source and is no text: pictures, files, links. As with texts, what is chosen is in work
until it is published (docs/decisions/0024-one-gate.md)."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation
from wagtail_localize.segments import OverridableSegmentValue
from wagtail_localize.segments.extract import extract_segments

from lms.accounts.models import User

from .models import ValueInWork


@dataclass
class Value:
    """`data` is what counts now: what is in work, else what readers see."""

    segment: OverridableSegment
    source: Any
    published: Any
    data: Any
    is_in_work: bool = False


def values_of(translation: Translation) -> list[Value]:
    """In the order of the page. Three queries."""
    segments = list(OverridableSegment.objects.filter(source=translation.source_id).select_related("context").order_by("order", "pk"))
    settled, work = _settled(translation), _in_work(translation)
    found = []
    for segment in segments:
        source = segment.data
        published = settled.get(segment.context_id, source)
        chosen = work.get(segment.context_id)
        data = published if chosen is None else source if chosen.data is None else chosen.data
        found.append(Value(segment, source, published, data, chosen is not None))
    return found


@transaction.atomic
def choose(*, translation: Translation, value: Value, data: Any, by: User) -> None:
    """`data`: None for what the source has. Whoever calls holds the translation. A repeat changes nothing of what readers will see."""
    wanted = value.source if data is None else data
    place = {"translation": translation, "context_id": value.segment.context_id}
    if wanted == value.published:
        ValueInWork.objects.filter(**place).delete()
        return
    fields = {"data": None if wanted == value.source else wanted, "written_by": by, "written_at": now()}
    ValueInWork.objects.update_or_create(**place, defaults=fields)


def with_values_in_work(translation: Translation, segments: list[Any]) -> list[Any]:
    """The segments that make the page, with what is chosen in the place of what is settled."""
    rows = _in_work(translation, "context")
    if not rows:
        return segments
    order = dict(OverridableSegment.objects.filter(source=translation.source_id).values_list("context", "order"))
    chosen = {row.context.path for row in rows.values()}
    kept = [one for one in segments if not (isinstance(one, OverridableSegmentValue) and one.path in chosen)]
    there = [row for context, row in rows.items() if row.data is not None and context in order]
    return [*kept, *(OverridableSegmentValue(row.context.path, row.data, order=order[row.context_id]) for row in there)]


def has_values_in_work(translation: Translation) -> bool:
    return ValueInWork.objects.filter(translation=translation).exists()


@transaction.atomic
def settle_values(*, translation: Translation, page: Page, made: Page) -> None:
    """`page` has just gone live, `made` is what it would be with all that is in work: what both show is settled. The address of a link is
    a part of its place, so links are known by all that the page has."""
    rows, shown, wanted = _in_work(translation), _shown(page), _shown(made)
    for segment in OverridableSegment.objects.filter(source=translation.source_id, context__in=rows).select_related("context"):
        path = segment.context.path
        if shown == wanted or (path in wanted and shown.get(path) == wanted[path]):
            _settle(translation, rows[segment.context_id])


def _shown(page: Page) -> dict[str, Any]:
    return {value.path: value.data for value in extract_segments(page) if isinstance(value, OverridableSegmentValue)}


def _settle(translation: Translation, row: ValueInWork) -> None:
    place = {"locale": translation.target_locale, "context_id": row.context_id}
    if row.data is None:
        SegmentOverride.objects.filter(**place).delete()
    else:
        fields = {"data_json": json.dumps(row.data), "last_translated_by_id": row.written_by_id, "has_error": False, "field_error": ""}
        SegmentOverride.objects.update_or_create(**place, defaults=fields)
    row.delete()


def _settled(translation: Translation) -> dict[int, Any]:
    rows = SegmentOverride.objects.filter(locale=translation.target_locale_id, context__object_id=translation.source.object_id)
    return {context: json.loads(data) for context, data in rows.values_list("context", "data_json")}


def _in_work(translation: Translation, *related: str) -> dict[int, ValueInWork]:
    return {row.context_id: row for row in ValueInWork.objects.filter(translation=translation).select_related(*related)}
