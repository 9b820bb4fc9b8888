"""A page as its translation would make it, with what is in work: for the preview, never saved."""

import json
from typing import Any

from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from .models import TextInWork


def made_with_work(translation: Translation) -> Page:
    source, locale = translation.source, translation.target_locale
    original, page = source.as_instance(), translation.get_target_instance()
    copy_synchronised_fields(original, page)
    values = source._get_segments_for_translation(locale, fallback=True)
    typed = _typed(translation)
    segments = [typed.get((value.path, value.order), value) if isinstance(value, StringSegmentValue) else value for value in values]
    ingest_segments(original, page, source.locale, locale, segments)
    return page


def _typed(translation: Translation) -> dict[tuple[str, int], Any]:
    work = {(row.context_id, row.string_id): row.data for row in TextInWork.objects.filter(translation=translation)}
    found = {}
    for segment in StringSegment.objects.filter(source=translation.source_id).select_related("context"):
        data = work.get((segment.context_id, segment.string_id))
        if data is not None:
            value = StringSegmentValue(segment.context.path, StringValue(data), attrs=json.loads(segment.attrs)).with_order(segment.order)
            found[segment.context.path, segment.order] = value
    return found
