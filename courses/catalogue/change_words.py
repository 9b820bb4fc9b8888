"""What differs in a block, as lines to read: the name of the field, and its words with what was taken out and added."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail import blocks

from cms.blocks.text import BlockIdBlock
from lms.core.log.words import told

from .differences.content import LESSON, title_of
from .differences.leaves import Leaf, words

_FOR_THOSE_WHO_ANSWERED = "model_answer"
_PASSAGES = ("markdown", "rich_text")


@dataclass(frozen=True)
class Line:
    label: str
    html: SafeString


def block_name(block_type: str, definitions: Mapping[str, blocks.Block], *, for_learners: bool = False) -> str:
    """As the list of blocks calls it. How a passage was typed is nothing to learners."""
    if for_learners and block_type in _PASSAGES:
        return _("Text")
    if block_type == LESSON:
        return _("The lesson")
    return str(definitions[block_type].label) if block_type in definitions else block_type


def names_of_blocks(definitions: Mapping[str, blocks.Block], *bodies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By id, in their own words: for fields that name a block of the same page by its id. The later body has the last word; blocks with
    the same words are told apart by their ids."""
    named = {block["id"]: _named_block(block, definitions) for body in bodies for block in body}
    often = Counter(named.values())
    return {id_: f"{name} ({id_})" if often[name] > 1 else name for id_, name in named.items() if name}


def _named_block(block: Mapping[str, Any], definitions: Mapping[str, blocks.Block]) -> str:
    definition = definitions.get(block["type"])
    return title_of(block["value"], words(definition, block["value"]) if definition else "")


def lines(
    block_type: str,
    parts: Iterable[Mapping[str, Any]],
    definitions: Mapping[str, blocks.Block],
    *,
    for_learners: bool,
    hidden: str,
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[Line]:
    """`hidden` is the class that leaves words to screen readers, `names` what `names_of_blocks` found. Learners are not shown a model
    answer here: it is for who has answered."""
    found = []
    for part in parts:
        label, block = _field(block_type, part["path"], definitions, for_learners=for_learners)
        is_kept_back = for_learners and _FOR_THOSE_WHO_ANSWERED in part["path"]
        if isinstance(block, BlockIdBlock):
            part = {**part, "was": names.get(part["was"], part["was"]), "now": names.get(part["now"], part["now"])}
        said = escape(_("It has changed.")) if is_kept_back else _said(part, block, hidden, names_rows=not for_learners)
        found.append(Line(label, said))
    return found


def _said(part: Mapping[str, Any], block: blocks.Block | None, hidden: str, *, names_rows: bool) -> SafeString:
    was, now = part["was"], part["now"]
    if isinstance(block, BlockIdBlock) and not names_rows:
        return escape(_("Something else is chosen."))
    match part["leaf"]:
        case Leaf.ORDER.value:
            return escape(_("In another order."))
        case Leaf.FACT.value:
            return escape(_fact(was, now, block, names_rows=names_rows))
        case Leaf.LINE.value if isinstance(was, Mapping) or isinstance(now, Mapping):
            was, now = (_line(value, block, names_rows=names_rows) for value in (was, now))
    return mark_safe(told(str(was or ""), str(now or ""), added=_("Added:"), removed=_("Taken out:"), hidden=hidden))  # escaped there


def _line(value: Any, block: blocks.Block | None, *, names_rows: bool) -> str:
    """Of a line without words of its own: what it is, and for editors what it chooses."""
    if not isinstance(value, Mapping):
        return str(value or "")
    kinds = block.child_blocks.values() if isinstance(block, blocks.StreamBlock) else [getattr(block, "child_block", None)]
    kind = next((one for one in kinds if set(value) <= set(getattr(one, "child_blocks", ()))), None)
    if kind is None:
        return ""
    said = [(field, value[name]) for name, field in kind.child_blocks.items() if value.get(name)] if names_rows else []
    facts = [f"{field.label}: {value_words(_named(chosen, field), field)}" for field, chosen in said]
    return ", ".join(facts) or str(kind.label)


def _named(value: Any, block: blocks.Block | None) -> Any:
    return block.to_python(value) if isinstance(block, blocks.ChooserBlock) else value


def _fact(was: Any, now: Any, block: blocks.Block | None, *, names_rows: bool) -> str:
    """What is chosen (a picture, a question) has a name for editors alone; it is asked for by its row."""
    if isinstance(block, blocks.ChooserBlock) and not names_rows:
        return _("Something else is chosen.")
    before, after = (value_words(_named(value, block), block) for value in (was, now))
    return _("Before: %(before)s. Now: %(after)s.") % {"before": before, "after": after}


def value_words(value: Any, block: blocks.Block | None) -> str:
    if isinstance(value, bool) or isinstance(block, blocks.BooleanBlock):
        return _("yes") if value else _("no")
    if value in (None, "", []):
        return _("nothing")
    choices = dict(_choices(block))
    many = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(str(one), one)) for one in many)


def _choices(block: blocks.Block | None) -> Iterable[tuple[str, str]]:
    for key, label in getattr(getattr(block, "field", None), "choices", ()):
        if not isinstance(label, list | tuple):
            yield str(key), str(label)


def _field(
    block_type: str, path: list[str], definitions: Mapping[str, blocks.Block], *, for_learners: bool
) -> tuple[str, blocks.Block | None]:
    """The label of the innermost field that has one, and its definition."""
    if block_type == LESSON:
        names = {"title": _("Title"), "summary": _("Summary"), "minutes": _("Minutes")}
        return names.get(path[-1], path[-1]), None
    block = definitions.get(block_type)
    label = block_name(block_type, definitions, for_learners=for_learners)
    for step, below in zip(path, [*path[1:], ""], strict=False):
        child = _child(block, step, below)
        if child is None:
            break
        is_named = isinstance(block, blocks.ListBlock) and isinstance(child, BlockIdBlock)  # by its words: "id of …" would be false
        block = child
        label = label if is_named else str(getattr(block, "label", "") or label)
    return label, block


def _child(block: blocks.Block | None, step: str, below: str) -> blocks.Block | None:
    """In a stream a step names one of its blocks by its id: which kind it is, the field below it says."""
    if isinstance(block, blocks.StructBlock):
        return block.child_blocks.get(step)
    if isinstance(block, blocks.StreamBlock):
        return next((child for child in block.child_blocks.values() if below in getattr(child, "child_blocks", ())), None)
    return block.child_block if isinstance(block, blocks.ListBlock) else None
