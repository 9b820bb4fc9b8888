"""Blocks between an open editor and the clipboard: as its form sends them, and as its scripts put them there. No database of its own."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlock, StreamValue

from .copying import Block, raw
from .shown import first_words

PREFIX = "body"


class NotABlock(Exception):
    """What was sent is no block, or one with a mistake in it."""


def from_form(sent: Mapping[str, Any], stream_block: StreamBlock) -> list[Block]:
    """As a lesson keeps them, saved or not; what may be missing in a draft may be missing here. Raises NotABlock."""
    try:
        typed = stream_block.value_from_datadict(sent, {}, PREFIX)
        cleaned = [(child.block_type, child.block.clean_deferred(child.value), child.id) for child in typed]
    except (KeyError, ValueError, ValidationError) as error:
        raise NotABlock from error
    return raw(StreamValue(stream_block, cleaned))


def for_form(blocks: list[Block], stream_block: StreamBlock) -> list[dict[str, Any]]:
    known = [block for block in blocks if block["type"] in stream_block.child_blocks]
    return list(stream_block.get_form_state(stream_block.to_python(known)))


def copied_name(blocks: list[Block], stream_block: StreamBlock) -> str:
    if len(blocks) > 1:
        return ngettext("%(count)d block", "%(count)d blocks", len(blocks)) % {"count": len(blocks)}
    label, words = stream_block.child_blocks[blocks[0]["type"]].label, first_words(blocks[0]["value"])
    return f"{label}: {words}" if words else str(label)
