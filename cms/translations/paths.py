"""Where a text stands: `body.who-decides.options.head` → `body.choice.options.item`, the path in names instead of ids."""

from typing import Any

from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page


def field_path(page: Page, path: str) -> str:
    """As wagtail-localize names it, without a query."""
    first, *rest = path.split(".")
    field = page._meta.get_field(first)
    if not isinstance(field, StreamField) or not rest:
        return first
    return ".".join([first, *_steps(field.value_from_object(page), rest)])


def _steps(value: Any, rest: list[str]) -> list[str]:
    name, definition, inner = child_at(value, rest[0])
    is_compound = isinstance(definition, blocks.StructBlock | blocks.StreamBlock | blocks.ListBlock)
    return [name, *_steps(inner, rest[1:])] if is_compound and len(rest) > 1 else [name]


def child_at(value: Any, step: str) -> tuple[str, blocks.Block, Any]:
    """Name, definition and value of a part. KeyError inside of a block that names its texts itself, as a table does its cells."""
    if isinstance(value, blocks.StructValue):
        return step, value.block.child_blocks[step], value[step]
    if isinstance(value, ListValue):
        block = next(child for child in value.bound_blocks if child.id == step)
        return "item", value.list_block.child_block, block.value
    if not isinstance(value, blocks.StreamValue):
        raise KeyError(step)
    block = next(child for child in value if child.id == step)
    return block.block_type, block.block, block.value


def block_of(path: str) -> str:
    """The id of the block of the body that a path leads into; empty for a field of the page."""
    first, _dot, rest = path.partition(".")
    return rest.partition(".")[0] if first == "body" else ""
