"""Blocks on their way into another lesson: each gets an id of its own there. No database."""

import json
from typing import Any
from uuid import uuid4

from wagtail.blocks import StreamValue

MOST_BLOCKS = 100
MOST_BYTES = 400_000
Block = dict[str, Any]


def raw(body: StreamValue) -> list[Block]:
    """The blocks of a body as JSON keeps them."""
    return list(json.loads(json.dumps(body.stream_block.get_prep_value(body), default=str)))


def fresh(blocks: list[Block]) -> tuple[list[Block], int]:
    """The same blocks with new ids. Assignments gather the exercises that came along, by their new ids; how many they lost is the second
    answer."""
    new_ids = {block["id"]: str(uuid4()) for block in blocks if block.get("id")}
    lost = 0
    made = []
    for block in blocks:
        block = {**block, "id": new_ids.get(block.get("id") or "") or str(uuid4())}
        if block["type"] == "assignment":
            named = block["value"].get("exercises") or []
            ids = [item["value"] if isinstance(item, dict) else item for item in named]  # both ways of writing a list are read
            kept = [new_ids[one] for one in ids if one in new_ids]
            lost += len(named) - len(kept)
            block["value"] = {**block["value"], "exercises": kept}
        made.append(block)
    return made, lost


def allowed(blocks: list[Block], stream_block: Any) -> bool:
    """Kinds that a lesson knows, and no more than an editor can still read."""
    kinds = all(block.get("type") in stream_block.child_blocks for block in blocks)
    return kinds and len(blocks) <= MOST_BLOCKS and len(json.dumps(blocks)) <= MOST_BYTES
