"""Blocks back into text. What is written here reads back as the same block; ids are written where the block carries one."""

import re
from collections.abc import Callable
from typing import Any

from . import assignment, attributes, markdown, quiz
from .body import read_body
from .containers import Reading
from .document import Block, Item, Media
from .paths import reference
from .reasons import Reason
from .scanner import fence_after

SPECIAL = re.compile(r"([\\`*_\[\]<>&#!{}~|])")


def write_block(block: Block, *, path: str) -> str:
    """The lines of a block, without a line break at the end. `path` is that of its file, from the root of the folder."""
    if block.kind == "markdown":
        return _text(block)
    if block.kind == "section":
        return f"## {_inline(block.value['heading'], _is_heading)}{attributes.braces(block.id, [], {})}"
    if block.kind == "picture":
        return _picture(block, path)
    name = block.value["kind"] if block.kind == "callout" else block.kind.replace("_", "-")
    flags, values = _attributes(block, path)
    inside = [part for part in _body(block) if part]
    return "\n".join([f"::: {name}{attributes.braces(block.id, flags, values)}", "\n\n".join(inside), ":::"])


def _text(block: Block) -> str:
    text = block.value["text"]
    return contained(block) if block.id or not stands_alone(text) else text


def contained(block: Block) -> str:
    """Text in a container of its own: when it has an id, stands beside other text, or would be read as something else."""
    return f"::: text{attributes.braces(block.id, [], {})}\n{held(block.value['text'])}\n:::"


def stands_alone(text: str) -> bool:
    """Whether bare text reads back as one block of the same text."""
    mistakes: list[Reason] = []
    reading = Reading(lambda _line, reason: mistakes.append(reason), lambda source, _line: Media(source))
    blocks = read_body(reading, [*text.split("\n"), "", "## After it"], first=1)
    return not mistakes and blocks == [Block("markdown", {"text": text}), Block("section", {"heading": "After it"})]


def _inline(text: str, reads_back: Callable[[str, str], bool]) -> str:
    """Plain words as Markdown that reads back as the same words."""
    flat = " ".join(text.split())
    return flat if reads_back(flat, flat) else SPECIAL.sub(r"\\\1", flat)


def _is_heading(written: str, words: str) -> bool:
    blocks = markdown.blocks(f"## {written}")
    return len(blocks) == 1 and blocks[0][1].content == written and markdown.plain(written) == words and "{" not in words


def _is_alt(written: str, words: str) -> bool:
    """Code and tags bind tighter than pictures: one begun in the words could end behind them."""
    if "`" in words or "<" in words:
        return False
    blocks = markdown.blocks(f"![{written}](a)")
    found = markdown.picture(blocks[0][1]) if len(blocks) == 1 and blocks[0][0].type == "paragraph_open" else None
    return found is not None and found[0].content == written and markdown.plain(written) == words


def _picture(block: Block, path: str) -> str:
    flags = [] if block.value["alt"] else ["decorative"]
    caption = block.value["caption"].replace("\\", "\\\\").replace('"', '\\"')
    title = f' "{" ".join(caption.split())}"' if caption else ""
    return (
        f"![{_inline(block.value['alt'], _is_alt)}]({_source(block.value['image'], path)}{title}){attributes.braces(block.id, flags, {})}"
    )


def _source(media: Media | None, path: str) -> str:
    found = reference(path, media.path) if media else ""
    return f"<{found}>" if re.search(r"[\s()]", found) else found


def _attributes(block: Block, path: str) -> tuple[list[str], dict[str, str]]:
    value = block.value
    if block.kind in ("quiz", "assignment"):
        return quiz.opening(value) if block.kind == "quiz" else assignment.opening(value)
    flags = [
        *(["several"] if value.get("several") else []),
        *(["row-headers"] if block.kind == "table" and value["table"]["has_row_headers"] else []),
        *(["optional"] if block.is_exercise and not value["is_required"] else []),
        *(["private"] if value.get("is_private") else []),
    ]
    texts = {name: value[name] for name in ("term", "title", "caption", "by", "low", "high") if value.get(name)}
    for name, key in (("src", "file"), ("captions", "captions"), ("poster", "poster")):
        if isinstance(value.get(key), Media):
            texts[name] = reference(path, value[key].path)
    return flags, {**texts, **_numbers(block)}


def _numbers(block: Block) -> dict[str, str]:
    """Numbers that are not what they are when nothing is said."""
    said = {"scale": {"min": ("min", 1), "max": ("max", 5)}, "long_text": {"rows": ("rows", 6)}, "fill_table": {"rows": ("blank_rows", 0)}}
    return {name: str(block.value[key]) for name, (key, usual) in said.get(block.kind, {}).items() if block.value[key] != usual}


def _body(block: Block) -> list[str]:
    value = block.value
    if block.kind == "quiz":
        return [held(value["introduction"]), quiz.lines_of(value)]
    if block.kind == "assignment":
        prompt = value["text_prompt"]
        return [held(value["brief"]), f"::: {assignment.PROMPT}\n{held(prompt)}\n:::" if prompt else ""]
    parts = [held(value.get(name, "")) for name in ("prompt", "text", "transcript")]
    if block.kind == "table":
        parts.append(_table(value["table"]))
    if block.kind == "fill_table":
        parts.append(_fill_table(value))
    parts += [_list(value[name], after=value.get("prompt", "")) for name in ("options", "items") if isinstance(value.get(name), list)]
    if block.kind == "self_check":
        parts.append("\n\n".join(_question(item) for item in value["questions"]))
    if value.get("model_answer"):
        parts.append(f"::: model-answer\n{held(value['model_answer'])}\n:::")
    return parts


def held(text: str) -> str:
    """Text that can stand in a container: its colons do not close it, and a fence that nobody closed is closed."""
    fence, lines = "", []
    for line in text.split("\n"):
        before, fence = fence, fence_after(fence, line)
        lines.append("\\" + line if line.startswith(":::") and not before else line)
    return "\n".join([*lines, fence] if fence else lines)


def _list(items: list[Item], *, after: str) -> str:
    """A list right after another one takes another bullet, or the two would be one."""
    last = markdown.blocks(after)[-1:]
    bullet = "*" if last and last[0][0].type == "bullet_list_open" and last[0][0].markup == "-" else "-"
    return "\n".join(f"{bullet} {markdown.guarded(item.value)}{attributes.braces(item.id, [], {})}" for item in items)


def _table(table: dict[str, Any]) -> str:
    if table["has_header"] and table["rows"]:
        return pipe_table(table["rows"][0], table["rows"][1:])
    return pipe_table([""] * _width(table["rows"]), table["rows"])


def _width(rows: list[list[str]]) -> int:
    return max((len(row) for row in rows), default=1)


def _fill_table(value: dict[str, Any]) -> str:
    header = [_cell(column.value, column.id) for column in value["columns"]]
    rows = [[_cell(cell.value, row.id if place == 0 else None) for place, cell in enumerate(row.value)] for row in value["rows"]]
    return pipe_table(header, rows)


def _cell(text: str, item_id: str | None) -> str:
    return f"{text}{attributes.braces(item_id, [], {})}".strip()


def pipe_table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |" for cells in lines)


def _question(item: Item) -> str:
    first, *rest = held(item.value["answer"]).split("\n")
    question = item.value["question"]
    lines = [
        f"{chr(92) if question.startswith(':') else ''}{question}{attributes.braces(item.id, [], {})}",
        f": {first}",
        *(f"  {line}" if line else "" for line in rest),
    ]
    return "\n".join(lines)
