"""The two versions as the page of choices shows them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.compare import get_comparison_class_for_block
from wagtail.blocks import Block, BooleanBlock, ChoiceBlock, ListBlock, StreamBlock, StreamValue, StructBlock, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page, PageLogEntry, Revision

from cms.blocks.text import BlockIdBlock
from courses.catalogue.change_words import names_of_blocks, value_words

from .drafts import content_of, differing
from .models import Aside
from .odds import ORDER, Part, Side

LAST_SAVINGS = 5


@dataclass
class Choice:
    """A part with its words. `picked` is what the form shows as chosen."""

    part: Part
    label: str
    mine: str
    theirs: str
    picked: Side | None
    is_open: bool = False

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def seen(self) -> str:
        """Of what was saved meanwhile: a choice made before somebody saved once more holds where this is the same."""
        return hashlib.sha256(self.theirs.encode()).hexdigest()[:16]


@dataclass
class Look:
    aside: Aside
    newest: Revision
    mine: dict[str, Any]
    theirs: dict[str, Any]
    parts: list[Choice]
    savings: list[PageLogEntry] = field(default_factory=list)

    @property
    def plain_parts(self) -> list[Part]:
        return [choice.part for choice in self.parts]

    @property
    def newest_mark(self) -> str:
        return f"{self.newest.pk}:{self.newest.created_at.isoformat()}"

    @property
    def is_my_own(self) -> bool:
        return bool(self.newest.user_id == self.aside.person_id)

    def recall(self, kept: Mapping[str, Any]) -> None:
        """What `choices_to_keep` gave, to go on from."""
        for choice in self.parts:
            side, seen = kept["chosen"].get(choice.key, (None, ""))
            if side and seen == choice.seen:
                choice.picked = side
            choice.is_open = kept["lacks_some"] and not choice.picked

    @property
    def done_words(self) -> str:
        if self.aside.wanted in ("", "save"):
            return _("It is one version again, saved as a draft. What you did not choose is in the history of the page.")
        return _(
            "It is one version again, saved as a draft and nothing more. Read it once, then publish it or hand it in. "
            "What you did not choose is in the history of the page."
        )


def shown(aside: Aside) -> Look:
    newest = aside.page.latest_revision
    mine, theirs = aside.revision.as_object(), newest.as_object()
    base = content_of(aside.base.as_object()) if aside.base else None
    content = content_of(mine), content_of(theirs)
    parts = [_choice(part, mine, theirs) for part in differing(mine, *content, base)]
    known = [aside.revision_id, aside.base_id]  # what was done with the base was done before the form was opened
    savings = PageLogEntry.objects.filter(page_id=aside.page_id, revision__isnull=False).exclude(revision__in=filter(None, known))
    savings = savings.filter(timestamp__gte=aside.base.created_at if aside.base else newest.created_at)
    return Look(aside, newest, *content, parts, list(savings.select_related("user").order_by("-timestamp", "-pk")[:LAST_SAVINGS]))


def choices_in(sent: Mapping[str, str], parts: list[Choice]) -> dict[str, Side]:
    """The side for each part that somebody has chosen for. A button for the whole chooses for all."""
    sides = {choice.key: sent.get("whole") or sent.get(f"part-{choice.key}") for choice in parts}
    return {key: side for key, side in sides.items() if side in ("mine", "theirs")}  # type: ignore[misc]


def choices_to_keep(sent: Mapping[str, str], parts: list[Choice]) -> dict[str, Any]:
    """What was chosen part by part, with what was seen of each, until it can be saved."""
    single = {name: said for name, said in sent.items() if name != "whole"}
    chosen = {key: (side, sent.get(f"seen-{key}", "")) for key, side in choices_in(single, parts).items()}
    return {"chosen": chosen, "lacks_some": len(choices_in(sent, parts)) < len(parts)}


def _choice(part: Part, mine: Page, theirs: Page) -> Choice:
    if part.block:
        label, here, there = _of_block(part, mine, theirs)
    else:
        found = mine._meta.get_field(part.field)
        label = str(found.verbose_name)
        here, there = (_plain(page, part.field) for page in (mine, theirs))
    return Choice(part, label[:1].upper() + label[1:], here, there, part.proposed)


def _plain(page: Page, name: str) -> str:
    display = getattr(page, f"get_{name}_display", None)
    value = display() if display else getattr(page, name)
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return conditional_escape("" if value is None else value)


def _of_block(part: Part, mine: Page, theirs: Page) -> tuple[str, str, str]:
    raws = [getattr(page, part.field).get_prep_value() for page in (theirs, mine)]
    names = names_of_blocks(getattr(mine, part.field).stream_block.child_blocks, *raws)
    bodies = [{(child.id or f"#{place}"): child for place, child in enumerate(getattr(page, part.field))} for page in (mine, theirs)]
    if part.block == ORDER:
        return _("Order of the blocks"), _order(bodies[0]), _order(bodies[1])
    blocks = [body.get(part.block) for body in bodies]
    named = next(block for block in blocks if block is not None)
    here, there = (_said(block, names) for block in blocks)
    return str(named.block.label), here, there


def _said(block: Any, names: Mapping[str, str]) -> str:
    if block is None:
        return format_html("<p><em>{}</em></p>", _("This block is not there."))
    comparison = get_comparison_class_for_block(block.block)
    value = _in_words(block.block, block.value, names)
    return comparison(block.block, True, True, value, value).htmlvalue(value)


def _in_words(block: Block, value: Any, names: Mapping[str, str]) -> Any:
    """The same value to be read: choices by their labels, yes and no, and what names another block of the page by its id."""
    if isinstance(block, StructBlock):
        return StructValue(block, [(name, _in_words(child, value.get(name), names)) for name, child in block.child_blocks.items()])
    if isinstance(block, StreamBlock):
        return StreamValue(block, [(child.block_type, _in_words(child.block, child.value, names), child.id) for child in value])
    if isinstance(block, ListBlock):
        return ListValue(block, [_in_words(block.child_block, item, names) for item in value])
    if isinstance(block, BlockIdBlock):
        return names.get(value, value)
    return value_words(value, block) if isinstance(block, BooleanBlock | ChoiceBlock) else value


def _order(body: dict[str, Any]) -> str:
    names = [(block.block.label, first_words(block.value)) for block in body.values()]
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{} {}</li>", names))


def first_words(value: Any) -> str:
    text = value if isinstance(value, str) else next((value.get(name) for name in ("title", "heading", "term") if _has(value, name)), "")
    return str(text)[:60]


def _has(value: Any, name: str) -> bool:
    return hasattr(value, "get") and bool(value.get(name))
