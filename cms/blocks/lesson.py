"""The blocks that a lesson shares with other pages, in the order editors find them."""

from collections.abc import Callable

from wagtail import blocks

LESSON_BLOCKS: dict[str, Callable[[], blocks.Block]] = {
    "rich_text": blocks.RichTextBlock,
}
