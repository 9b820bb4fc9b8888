"""The blocks that a lesson shares with other pages, in the order editors find them."""

from collections.abc import Callable

from wagtail import blocks

from .lists import ChecklistBlock, SelfCheckBlock, TableWithCaptionBlock
from .media import AudioBlock, DownloadBlock, PictureBlock, VideoBlock
from .notes import CalloutBlock, KeyTermBlock, QuotationBlock
from .text import MarkdownBlock, RichTextBlock, SectionBlock

LESSON_BLOCKS: dict[str, Callable[[], blocks.Block]] = {
    "section": SectionBlock,
    "markdown": MarkdownBlock,
    "rich_text": RichTextBlock,
    "picture": PictureBlock,
    "audio": AudioBlock,
    "video": VideoBlock,
    "download": DownloadBlock,
    "callout": CalloutBlock,
    "key_term": KeyTermBlock,
    "quotation": QuotationBlock,
    "table": TableWithCaptionBlock,
    "checklist": ChecklistBlock,
    "self_check": SelfCheckBlock,
}
