"""Which block is which: in an edited file, and between a file and its translation. Learners' work hangs on ids, so a block keeps its id
as long as anybody would say that it is still the same block."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from uuid import UUID, uuid5

from . import markdown
from .document import Block, Item, Media
from .paths import without_numbers

NAMESPACE = UUID("0d0f3c1e-7b1c-5d2f-9a53-6a1f1f5a6a77")
ALIKE = 0.5
UNNAMED = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def derived(*parts: object) -> str:
    return str(uuid5(NAMESPACE, "/".join(str(part) for part in parts)))


def derived_block_id(path: str, position: int, taken: Iterable[str]) -> str:
    """The id of the block at this position of a file that gives none. The number in front of a file's name does not count."""
    return _free(lambda again: derived(without_numbers(path), position, *again), set(taken))


def _free(derive: Callable[[tuple], str], taken: set[str]) -> str:
    found, again = derive(()), 0
    while found in taken:
        again += 1
        found = derive((again,))
    return found


def give_ids(blocks: list[Block], known: list[Block], path: str) -> dict[str, str]:
    """Each block without an id gets that of the known block it is, else one of its own. So do the items of its lists. Returns the ids of
    known blocks that the file now calls by another name: they had none of their own before."""
    pairs = matches(blocks, known)
    renamed = {before.id: blocks[position].id for position, before in pairs.items() if blocks[position].id not in (None, before.id)}
    taken = {block.id for block in blocks if block.id} | {block.id for block in known if block.id}
    for position, block in enumerate(blocks):
        before = pairs.get(position)
        if not block.id:
            block.id = before.id if before else derived_block_id(path, position, taken)
            taken.add(block.id or "")
        give_item_ids(block, before)
    return renamed


def give_item_ids(block: Block, before: Block | None) -> None:
    for name, items in block.lists():
        known = before.value.get(name, []) if before else []
        _give(items, known, f"{block.id}/{name}")
    if block.kind == "fill_table":
        for row in block.value["rows"]:
            for place, cell in enumerate(row.value):
                cell.id = derived(row.id, place)


def _give(items: list[Item], known: list[Item], path: str) -> None:
    used = {item.id for item in items if item.id}
    free = [item for item in known if item.id and item.id not in used]
    wanting = [item for item in items if not item.id]
    for item, before in _pair(wanting, free, _item_text, lambda _one, _other: True):
        item.id = before.id
    taken = used | {item.id for item in items if item.id} | {item.id for item in known if item.id}
    for position, item in enumerate(items):
        if not item.id:
            item.id = _free(lambda again, place=position: derived(path, place, *again), taken)
            taken.add(item.id)


def matches(blocks: list[Block], known: list[Block]) -> dict[int, Block]:
    """By position, the known block that each block is."""
    by_id = {block.id: block for block in known if block.id}
    places = {id(block): position for position, block in enumerate(blocks)}
    pairs = {places[id(block)]: by_id[block.id] for block in blocks if block.id in by_id}
    used = {block.id for block in pairs.values()}
    wanting = [block for position, block in enumerate(blocks) if position not in pairs]
    free = [block for block in known if block.id not in used]
    for block, before in _pair(wanting, free, text_of, _may_be):
        pairs[places[id(block)]] = before
    return pairs


def _may_be(block: Block, before: Block) -> bool:
    """A block that was called by its author's name once and now is called by another is another one."""
    return block.kind == before.kind and (not block.id or bool(UNNAMED.match(before.id or "")))


def _pair(new: Sequence, known: Sequence, text: Callable, may_be: Callable) -> list[tuple]:
    """What says the same, in order; then what says almost the same."""
    new_texts, known_texts = [text(one) for one in new], [text(one) for one in known]
    pairs: list[tuple[int, int]] = []
    for start, other, size in SequenceMatcher(None, new_texts, known_texts, autojunk=False).get_matching_blocks():
        pairs += [(start + step, other + step) for step in range(size)]
    pairs = [(one, other) for one, other in pairs if may_be(new[one], known[other])]
    left = [place for place in range(len(new)) if place not in {one for one, _ in pairs}]
    free = [place for place in range(len(known)) if place not in {other for _, other in pairs}]
    scores = [
        (_alike(new_texts[one], known_texts[other]), -one, -other) for one in left for other in free if may_be(new[one], known[other])
    ]
    for score, one, other in sorted(scores, reverse=True):
        if score >= ALIKE and -one in left and -other in free:
            pairs.append((-one, -other))
            left.remove(-one)
            free.remove(-other)
    return [(new[one], known[other]) for one, other in pairs]


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    words = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return max(words.ratio(), matcher.ratio() if len(one) < 200 else 0.0)


def _item_text(item: Item) -> str:
    return json.dumps(_plain(item.value), ensure_ascii=False)


def text_of(block: Block) -> str:
    """All that a block says, for comparing. An exercise is known by its title and prompt first."""
    value = block.value
    if block.is_exercise:
        return f"{block.kind}\n{value['title']}\n{value.get('prompt') or value.get('introduction') or value.get('brief', '')}"
    return f"{block.kind}\n{json.dumps(_plain(value), ensure_ascii=False)}"


def _plain(value: object) -> object:
    if isinstance(value, Item):
        return _plain(value.value)
    if isinstance(value, Media):
        return asdict(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def copy_item(item: Item, change: Callable[[str], str]) -> Item:
    """The item with its Markdown changed: only answers of a self-check hold more than a line."""
    if isinstance(item.value, list):
        return Item([copy_item(cell, change) for cell in item.value], item.id)
    if isinstance(item.value, dict):
        return Item({**item.value, "answer": change(item.value["answer"])}, item.id)
    return Item(item.value, item.id)


# Between languages --------------------------------------------------------------------------------------------------------


def translation_matches(blocks: list[Block], source: list[Block]) -> dict[int, Block]:
    """By position, the block of the source language that each block translates: the one with its id wherever that stands, else the same
    kinds in the same order as far as possible, held together by what no translator changes (code, addresses)."""
    by_id = {block.id: block for block in source if block.id}
    found = {place: by_id[block.id] for place, block in enumerate(blocks) if block.id in by_id and block.kind == by_id[block.id].kind}
    taken = {block.id for block in found.values()}
    places = [place for place in range(len(blocks)) if place not in found]
    rest = [block for block in source if block.id not in taken]
    aligned = _aligned([blocks[place] for place in places], rest)
    return found | {places[place]: block for place, block in aligned.items()}


def _aligned(blocks: list[Block], source: list[Block]) -> dict[int, Block]:
    """The best pairing that keeps the order of both."""
    marks, source_marks = [_marks(block) for block in blocks], [_marks(block) for block in source]
    width = len(source) + 1
    best = [[0.0] * width for _ in range(len(blocks) + 1)]
    for row in range(len(blocks) - 1, -1, -1):
        for column in range(len(source) - 1, -1, -1):
            score = _score(blocks[row], source[column], marks[row], source_marks[column])
            together = best[row + 1][column + 1] + score if score else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], together)
    return _walk(best, blocks, source, marks, source_marks)


def _walk(best: list, blocks: list[Block], source: list[Block], marks: list[set], source_marks: list[set]) -> dict[int, Block]:
    found: dict[int, Block] = {}
    row = column = 0
    while row < len(blocks) and column < len(source):
        score = _score(blocks[row], source[column], marks[row], source_marks[column])
        if score and best[row][column] == best[row + 1][column + 1] + score:
            found[row] = source[column]
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _score(block: Block, other: Block, marks: set[str], other_marks: set[str]) -> float:
    if block.kind != other.kind or block.id:
        return 0.0
    if block.kind == "callout" and block.value["kind"] != other.value["kind"]:
        return 0.0
    both = len(marks | other_marks)
    return 1.0 + (3.0 * len(marks & other_marks) / both if both else 0.0)


def _marks(block: Block) -> set[str]:
    text = text_of(block)
    found = {value.path for value in block.value.values() if isinstance(value, Media)}
    if "](" in text or "`" in text:
        for part in [value for value in block.value.values() if isinstance(value, str)]:
            found |= {link.target for link in markdown.links(part)}
            found |= {line.strip() for line in markdown.code_lines(part)}
    return found


def give_translation_ids(
    blocks: list[Block], source: list[Block], known: list[Block], path: str, *, renamed: dict[str, str], is_settled: bool
) -> list[int]:
    """Ids of the source language for what translates it, own ones for the rest. Returns the positions of those that translate nothing.

    What says the same as before stays what it was; what translated nothing goes on so as long as the source is as it was (`is_settled`)."""
    source_ids = {block.id for block in source}
    unchanged = _unchanged(blocks, known)
    for position, before in unchanged.items():
        block_id = renamed.get(before.id or "", before.id)
        if block_id in source_ids:
            blocks[position].id = blocks[position].id or block_id
    settled = {position for position, before in unchanged.items() if is_settled and before.id not in source_ids}
    open_ones = [position for position in range(len(blocks)) if position not in settled]
    pairs = translation_matches([blocks[position] for position in open_ones], source)
    for place, original in pairs.items():
        block = blocks[open_ones[place]]
        block.id = original.id
        _give_translated_items(block, original)
    translated = {open_ones[place] for place in pairs}
    alone = [position for position in range(len(blocks)) if position not in translated]
    for position in alone:
        blocks[position].id = None
    give_ids([blocks[position] for position in alone], [block for block in known if block.id not in source_ids], f"{path}/alone")
    return alone


def _unchanged(blocks: list[Block], known: list[Block]) -> dict[int, Block]:
    ours, theirs = [text_of(block) for block in blocks], [text_of(block) for block in known]
    found: dict[int, Block] = {}
    for start, other, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        found |= {start + step: known[other + step] for step in range(size)}
    return found


def _give_translated_items(block: Block, original: Block) -> None:
    originals = dict(original.lists())
    for name, items in block.lists():
        known = originals.get(name, [])
        for place, item in enumerate(items):
            if not item.id and place < len(known) and known[place].id not in {one.id for one in items}:
                item.id = known[place].id
    give_item_ids(block, None)


def id_tree(blocks: list[Block]) -> list[dict]:
    """The ids of a file's blocks, as they are remembered."""
    return [{"id": block.id, **{name: [item.id for item in items] for name, items in block.lists()}} for block in blocks]


def apply_ids(blocks: list[Block], tree: list[dict]) -> None:
    """Gives blocks read from a remembered text the ids they had."""
    for block, ids in zip(blocks, tree, strict=False):
        block.id = ids["id"]
        for name, items in block.lists():
            for item, item_id in zip(items, ids.get(name, []), strict=False):
                item.id = item_id
        if block.kind == "fill_table":
            for row in block.value["rows"]:
                for place, cell in enumerate(row.value):
                    cell.id = derived(row.id, place)
