"""What a page's content says about its activities and sections. No database."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue

from . import activity_kinds
from .activity_kinds import ActivityContent


def activities(body: StreamValue) -> Iterator[tuple[Any, ActivityContent]]:
    """Each block of the body that is an activity, with what its kind says about it."""
    for block in body:
        kind = activity_kinds.get(block.block_type)
        if kind:
            yield block, kind.describe(block.value)


def content(page: Any) -> dict[str, Any]:
    """What a version keeps of a lesson's page, as it is published or as a draft has it."""
    return {
        "summary": page.summary,
        "minutes": page.minutes,
        "sections": sections(page.body),
        "body": page.body.stream_block.get_prep_value(page.body),
    }


def sections(body: StreamValue) -> list[dict[str, str]]:
    return [{"id": block.id, "title": block.value["heading"]} for block in body if block.block_type == "section"]
