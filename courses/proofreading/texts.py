"""Every text of a page, where it stands in the editor. No database but what the page has loaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks.lists import TranslatableTableBlock
from cms.blocks.text import MarkdownBlock, SameInEveryLanguage

from .findings import Path

LINES = ("title", "summary", "hero_title", "hero_text")  # fields of pages that are one passage of plain words


class Kind(StrEnum):
    LINE = "line"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True)
class Text:
    path: Path
    kind: Kind
    source: str


def texts(page: Page) -> list[Text]:
    """What somebody reads of the page, in the order of the editor's form. Empty texts are left out."""
    return [text for text in _all(page) if text.source.strip()]


def texts_of_stream(value: Any, name: str = "body") -> list[Text]:
    """Those of a body alone, as a version keeps it."""
    return [text for text in _in_block(value.stream_block, value, (name,)) if text.source.strip()]


def _all(page: Page) -> Iterator[Text]:
    for field in page._meta.get_fields():
        name = field.name
        if isinstance(field, StreamField):
            yield from _in_block(getattr(page, name).stream_block, getattr(page, name), (name,))
        elif isinstance(field, RichTextField):
            yield Text((name,), Kind.HTML, getattr(page, name))
        elif isinstance(field, models.TextField) and name in ("introduction", "about", "next_steps"):
            yield Text((name,), Kind.MARKDOWN, getattr(page, name))
        elif name in LINES:
            yield Text((name,), Kind.LINE, getattr(page, name))


def _in_block(block: blocks.Block, value: Any, path: Path) -> Iterator[Text]:
    if value is None or isinstance(block, SameInEveryLanguage):
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            yield from _in_block(child.block, child.value, (*path, child.id or ""))
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, value.get(name), (*path, name))
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks:
            yield from _in_block(item.block, item.value, (*path, item.id or ""))
    elif isinstance(block, TranslatableTableBlock):
        for row in value.get("data", []):
            yield from (Text(path, Kind.LINE, cell) for cell in row if cell)
    elif isinstance(block, blocks.RichTextBlock):
        yield Text(path, Kind.HTML, value.source)
    elif isinstance(block, MarkdownBlock):
        yield Text(path, Kind.MARKDOWN, value)
    elif isinstance(block, blocks.CharBlock):
        yield Text(path, Kind.LINE, value)
