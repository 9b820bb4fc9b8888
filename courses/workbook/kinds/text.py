from html import escape

from lms.core.log.merge import Merged, merge_text

from ..blocks import LongTextBlock, ShortTextBlock
from .base import MAX_CHARACTERS, Kind, NotAccepted, Shown, clean_text, not_understood


class LongText(Kind):
    """{"text": str}"""

    key = "long_text"
    block = LongTextBlock

    def own_content(self, block_value):
        return {"rows": block_value.get("rows") or 6}

    def from_post(self, post, content):
        return {"text": post.get("text", "")}

    def clean(self, value, content):
        if not isinstance(value, dict):
            raise NotAccepted(not_understood())
        return {"text": clean_text(value.get("text"))}

    def is_blank(self, value):
        return not value.get("text", "").strip()

    def merge(self, base, ours, theirs):
        before, mine, yours = (None if value is None else value.get("text", "") for value in (base, ours, theirs))
        merged = merge_text(before, mine, yours)
        if len(merged.value) > MAX_CHARACTERS:
            return Merged(theirs, loses=True)
        return Merged({"text": merged.value}, merged.loses)

    def field(self, content):
        return {"rows": content.get("rows", 6)}

    def fill(self, value):
        return {"text": escape(value.get("text", ""))}

    def shown(self, value, content):
        return Shown(text=value.get("text", "").strip())


class ShortText(LongText):
    """{"text": str}, one line."""

    key = "short_text"
    block = ShortTextBlock

    def own_content(self, block_value):
        return {}

    def clean(self, value, content):
        return {"text": super().clean(value, content)["text"].replace("\n", " ")}
