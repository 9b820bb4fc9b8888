"""A page as checks look at it: the newest draft with its texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.models import Page

from .marked import Marked, marked
from .texts import Kind, Text, texts


@dataclass(frozen=True)
class Draft:
    page: Page

    @property
    def language(self) -> str:
        return str(self.page.locale.language_code)

    @cached_property
    def texts(self) -> list[Text]:
        return texts(self.page)

    @cached_property
    def marked(self) -> list[tuple[Text, Marked]]:
        """Texts in Markdown and HTML, and lines, with what they consist of."""
        return [(text, marked(text)) for text in self.texts]

    @property
    def prose(self) -> Iterator[tuple[Text, str]]:
        """Passages that are read as sentences: no lines (titles, options, cells)."""
        for text, found in self.marked:
            if text.kind is not Kind.LINE or text.path == ("summary",):
                yield from ((text, passage) for passage in found.passages)

    @property
    def blocks(self) -> Iterator[Any]:
        """Of the body; none where the page has no body."""
        yield from getattr(self.page, "body", [])

    def blocks_of(self, *kinds: str) -> Iterator[Any]:
        return (block for block in self.blocks if block.block_type in kinds)
