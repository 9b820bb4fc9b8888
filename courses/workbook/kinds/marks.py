"""Exercises that are answered by marking something."""

from django.utils.translation import gettext as _

from lms.core.log.merge import Merged, merge_set, merge_single
from lms.core.skeletons import hole

from ..blocks import ChoiceBlock, DrawingBlock, ScaleBlock, TickListBlock
from .base import Kind, NotAccepted, Shown, clean_ids, listed, not_understood

CHECKED = " checked"


class TickList(Kind):
    """{"ticked": [item ids]}"""

    key = "tick_list"
    block = TickListBlock
    name, lines = "ticked", "items"

    def own_content(self, block_value):
        return {self.lines: listed(block_value.get(self.lines))}

    def from_post(self, post, content):
        return {self.name: post.getlist(self.name)}

    def clean(self, value, content):
        if not isinstance(value, dict):
            raise NotAccepted(not_understood())
        return {self.name: clean_ids(value.get(self.name), [line["id"] for line in content.get(self.lines, ())])}

    def is_blank(self, value):
        return not value.get(self.name)

    def merge(self, base, ours, theirs):
        before, mine, yours = (None if value is None else value.get(self.name, []) for value in (base, ours, theirs))
        return Merged({self.name: merge_set(before, mine, yours).value})

    def field(self, content):
        return {"lines": [(line["id"], line["text"], hole(f"mark:{line['id']}")) for line in content.get(self.lines, ())]}

    def fill(self, value):
        return {f"mark:{marked}": CHECKED for marked in value.get(self.name, ())}

    def shown(self, value, content):
        marked = set(value.get(self.name, ()))
        return Shown(items=[line["text"] for line in content.get(self.lines, ()) if line["id"] in marked])


class Choice(TickList):
    """{"chosen": [option ids]}, at most one unless the exercise says several."""

    key = "choice"
    block = ChoiceBlock
    name, lines = "chosen", "options"

    def own_content(self, block_value):
        return {**super().own_content(block_value), "several": bool(block_value.get("several"))}

    def clean(self, value, content):
        cleaned = super().clean(value, content)
        if len(cleaned[self.name]) > 1 and not content.get("several"):
            raise NotAccepted(_("Only one line can be chosen in this exercise."))
        return cleaned

    def merge(self, base, ours, theirs):
        mine, yours = ours.get(self.name, []), theirs.get(self.name, [])
        if len(mine) > 1 or len(yours) > 1:
            return super().merge(base, ours, theirs)
        before = base.get(self.name, []) if base else None
        merged = merge_single(before, mine, yours, blank=[])
        return Merged({self.name: merged.value}, merged.loses)

    def field(self, content):
        return {**super().field(content), "several": content.get("several", False)}


class Scale(Kind):
    """{"level": int or None}"""

    key = "scale"
    block = ScaleBlock

    def own_content(self, block_value):
        low, high = block_value.get("min"), block_value.get("max")
        ends = {"low": block_value.get("low") or "", "high": block_value.get("high") or ""}
        return {"min": 1 if low is None else low, "max": 5 if high is None else high, **ends}

    def from_post(self, post, content):
        level = post.get("level", "")
        return {"level": int(level) if level.isascii() and level.isdigit() and len(level) < 4 else level or None}

    def clean(self, value, content):
        level = value.get("level") if isinstance(value, dict) else ""
        is_whole = isinstance(level, int) and not isinstance(level, bool)
        if level is not None and not (is_whole and content.get("min", 1) <= level <= content.get("max", 5)):
            raise NotAccepted(_("The scale has no such level. Load the page again and choose from what it shows now."))
        return {"level": level}

    def is_blank(self, value):
        return value.get("level") is None

    def merge(self, base, ours, theirs):
        merged = merge_single(base.get("level") if base else None, ours.get("level"), theirs.get("level"))
        return Merged({"level": merged.value}, merged.loses)

    def field(self, content):
        levels = range(content.get("min", 1), content.get("max", 5) + 1)
        ends = {"low": content.get("low", ""), "high": content.get("high", "")}
        return {"levels": [(level, hole(f"mark:{level}")) for level in levels], **ends}

    def fill(self, value):
        return {f"mark:{value.get('level')}": CHECKED}

    def shown(self, value, content):
        if self.is_blank(value):
            return Shown()
        return Shown(text=_("%(level)s of %(highest)s") % {"level": value["level"], "highest": content.get("max", 5)})


class Drawing(Kind):
    """{"done": bool}"""

    key = "drawing"
    block = DrawingBlock

    def from_post(self, post, content):
        return {"done": "done" in post}

    def clean(self, value, content):
        if not isinstance(value, dict) or not isinstance(value.get("done"), bool):
            raise NotAccepted(not_understood())
        return {"done": value["done"]}

    def is_blank(self, value):
        return not value.get("done")

    def merge(self, base, ours, theirs):
        merged = merge_single(base.get("done", False) if base else None, ours.get("done", False), theirs["done"])
        return Merged({"done": merged.value})

    def fill(self, value):
        return {"done": CHECKED} if value.get("done") else {}

    def shown(self, value, content):
        return Shown(text=_("Drawn on paper")) if value.get("done") else Shown()
