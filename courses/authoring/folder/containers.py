"""What each container means: which attributes it takes and how its body becomes a block."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from . import attributes, markdown
from .assignment import PROMPT, read_assignment, read_mentor_task
from .assignment import VALUES as ASSIGNMENT_VALUES
from .document import CALLOUTS, Block, Item, Media
from .parts import only_part, only_text, runs_of
from .quiz import FLAGS as QUIZ_FLAGS
from .quiz import VALUES as QUIZ_VALUES
from .quiz import read_quiz
from .reasons import reason as _
from .scanner import Container, Report, trim, unheard
from .sentences import (
    needs,
    no_such_attribute,
    no_such_flag,
    no_whole_number,
    says_nothing,
    scale_of_nothing,
    text_after,
    too_long,
)  # fmt: skip

PARTS = {
    "model-answer": _("there is no container `%(name)s` (it belongs inside an exercise)", name="model-answer"),
    PROMPT: _("there is no container `%(name)s` (it belongs inside an assignment)", name=PROMPT),
}
LONGEST = {"title": 200, "term": 120, "low": 80, "high": 80}


@dataclass(frozen=True)
class Kind:
    read: Callable[["Reading", Container, Block], None]
    values: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


@dataclass
class Reading:
    """One file being read: where mistakes go, and how a name of a media file is resolved."""

    report: Report
    media: Callable[[str, int], Media | None]
    language: str = ""
    is_whole: bool = True  # every container became a block


def read_container(reading: Reading, container: Container) -> Block | None:
    kind = KINDS.get(container.name)
    if kind is None:
        reading.is_whole = False
        if container.name != "?":
            unknown = _("there is no container `%(name)s`", name=container.name)
            reading.report(container.first, PARTS.get(container.name, unknown))
        return None
    reading.is_whole = reading.is_whole and bool(container.last)
    block_id = _id(reading, container.attributes.id, container.first)
    block = Block(container.name.replace("-", "_"), {}, block_id, container.first, container.last)
    _attributes(reading, container, kind, block)
    kind.read(reading if container.last else replace(reading, report=unheard), container, block)
    return block


def _id(reading: Reading, value: str | None, line: int) -> str | None:
    problem = attributes.id_problem(value) if value is not None else None
    if problem:
        reading.report(line, problem)
    return value


def _attributes(reading: Reading, container: Container, kind: Kind, block: Block) -> None:
    given = container.attributes
    allowed = {*kind.values, *kind.required, *kind.media}
    for name in given.values:
        if name not in allowed:
            reading.report(container.first, no_such_attribute(container, name))
    for flag in given.flags:
        if flag not in kind.flags:
            reading.report(container.first, no_such_flag(container, flag))
    for name in kind.required:
        if not given.values.get(name, "").strip():
            reading.report(container.first, needs(container, name))
    for name in (*kind.required, *kind.values):
        block.value[name] = given.values.get(name, "")
        if len(block.value[name]) > LONGEST.get(name, 1000):
            reading.report(container.first, too_long(name, LONGEST.get(name, 1000)))
    for name in kind.media:
        source = given.values.get(name)
        block.value[name] = reading.media(source, container.first) if source else None


def _text_into(name: str, *, required: bool = True) -> Callable[[Reading, Container, Block], None]:
    def read(reading: Reading, container: Container, block: Block) -> None:
        block.value[name], _first = only_text(container, reading.report)
        if required and not block.value[name]:
            reading.report(container.first, _("`%(container)s` is empty", container=container.name))

    return read


def _callout(reading: Reading, container: Container, block: Block) -> None:
    block.kind = "callout"
    block.value["kind"] = container.name
    _text_into("text")(reading, container, block)


def _text(reading: Reading, container: Container, block: Block) -> None:
    block.kind = "markdown"
    _text_into("text")(reading, container, block)


def _table(reading: Reading, container: Container, block: Block) -> None:
    """A header row without a word in it is no header: Markdown knows no table without one."""
    text, first = only_text(container, reading.report)
    table = _sole_table(reading, container, text, first)
    rows = table.rows if table else []
    if table and table.first > first:
        reading.report(first, _("`%(container)s` holds a table and nothing else", container=container.name))
    has_header = any(rows[0]) if rows else True
    block.value["table"] = {
        "rows": rows if has_header else rows[1:],
        "has_header": has_header,
        "has_row_headers": "row-headers" in container.attributes.flags,
    }


def _sole_table(reading: Reading, container: Container, text: str, first: int) -> markdown.Table | None:
    table = markdown.last_table(text, first)
    if table is None:
        reading.report(
            container.first,
            _("`%(container)s` needs a table: a header row, a row of dashes, rows, with | between the cells", container=container.name),
        )
    return table


def _checklist(reading: Reading, container: Container, block: Block) -> None:
    text, first = only_text(container, reading.report)
    before, items = _text_and_list(reading, container, text, first)
    if before:
        reading.report(first, _("`%(container)s` holds a list and nothing else", container=container.name))
    block.value["items"] = items


def _text_and_list(reading: Reading, container: Container, text: str, first: int) -> tuple[str, list[Item]]:
    found = markdown.last_list(text, first)
    if found is None:
        reading.report(container.first, _("`%(container)s` needs a list: lines that begin with -", container=container.name))
        return text, []
    after = text.split("\n")[found.last - first + 1 :]
    if any(line.strip() for line in after):
        reading.report(found.last + 1, _("nothing but a model-answer may follow the list of `%(container)s`", container=container.name))
    items = [_list_item(reading, container, item) for item in found.items]
    return trim(text.split("\n")[: found.first - first], first)[0], items


def _list_item(reading: Reading, container: Container, item: markdown.ListItem) -> Item:
    text, item_id = attributes.split_id(item.text)
    if not item.is_simple:
        reading.report(item.line, _("an item of `%(container)s` is one paragraph, without lists or code in it", container=container.name))
    if not text.strip():
        reading.report(item.line, _("an item of `%(container)s` is empty", container=container.name))
    return Item(markdown.unguarded(text.strip()), _id(reading, item_id, item.line), item.line)


def _self_check(reading: Reading, container: Container, block: Block) -> None:
    text, first = only_text(container, reading.report)
    questions: list[Item] = []
    for number, line in enumerate(text.split("\n"), first):
        if line.startswith(":"):
            _answer(reading, questions, number, line[1:].strip())
        elif line.startswith("  ") or not line.strip():
            if questions and questions[-1].value["answer"]:
                questions[-1].value["answer"] += "\n" + line[2:]
        else:
            question, item_id = attributes.split_id(line)
            questions.append(Item({"question": question.strip(), "answer": ""}, _id(reading, item_id, number), number))
    for asked in questions:
        asked.value["answer"] = asked.value["answer"].strip("\n")
        if not asked.value["answer"]:
            reading.report(asked.line, _("this question has no answer: write it on the next line after `: `"))
    if not questions:
        reading.report(container.first, _("`self-check` needs questions: each on a line, its answer on the next line after `: `"))
    block.value["questions"] = questions


def _answer(reading: Reading, questions: list[Item], number: int, text: str) -> None:
    if not questions or questions[-1].value["answer"]:
        reading.report(number, _("an answer without a question before it: write the question on the line above"))
    else:
        questions[-1].value["answer"] = text


def _recording(reading: Reading, container: Container, block: Block) -> None:
    _file(reading, container, block)
    block.value["transcript"], _first = only_text(container, reading.report)


def _download(reading: Reading, container: Container, block: Block) -> None:
    _file(reading, container, block)
    block.value["text"], _first = only_text(container, reading.report)


def _file(reading: Reading, container: Container, block: Block) -> None:
    if not container.attributes.values.get("src"):
        reading.report(container.first, needs(container, "src"))
    block.value["file"] = block.value.pop("src")


# Exercises ------------------------------------------------------------------------------------------------------------------


def _exercise(read_rest: Callable[[Reading, Container, Block, str, int], str] | None = None) -> Callable[[Reading, Container, Block], None]:
    def read(reading: Reading, container: Container, block: Block) -> None:
        flags = container.attributes.flags
        block.value["is_required"] = "optional" not in flags
        block.value["is_private"] = "private" in flags
        block.value["model_answer"] = only_part(container, "model-answer", reading.report)
        runs = runs_of(container)
        for run in runs[1:]:
            reading.report(trim(run.lines, run.first)[1], text_after("model-answer"))
        text, first = trim(runs[0].lines, runs[0].first) if runs else ("", container.first)
        prompt = read_rest(reading, container, block, text, first) if read_rest else text
        if not prompt:
            reading.report(container.first, says_nothing(container))
        block.value["prompt"] = prompt

    return read


def _options(reading: Reading, container: Container, block: Block, text: str, first: int) -> str:
    prompt, options = _text_and_list(reading, container, text, first)
    if len(options) == 1:
        reading.report(options[0].line, _("one option is no choice: give two or more"))
    block.value["several"] = "several" in container.attributes.flags
    block.value["options"] = options
    return prompt


def _ticks(reading: Reading, container: Container, block: Block, text: str, first: int) -> str:
    prompt, block.value["items"] = _text_and_list(reading, container, text, first)
    return prompt


def _scale(reading: Reading, container: Container, block: Block, text: str, first: int) -> str:
    low = block.value["min"] = _number(reading, container, "min", 1, most=9)
    high = block.value["max"] = _number(reading, container, "max", 5, most=10)
    if low >= high:
        reading.report(container.first, scale_of_nothing(low, high))
    return text


def _rows(reading: Reading, container: Container, block: Block, text: str, first: int) -> str:
    block.value["rows"] = _number(reading, container, "rows", 6, least=2, most=30)
    return text


def _number(reading: Reading, container: Container, name: str, default: int, *, least: int = 0, most: int) -> int:
    text = container.attributes.values.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,4}", text) or not least <= int(text) <= most:
        reading.report(container.first, no_whole_number(name, text, least, most))
        return default
    return int(text)


def _cells(reading: Reading, container: Container, block: Block, text: str, first: int) -> str:
    block.value["blank_rows"] = _number(reading, container, "rows", 0, most=30)
    block.value.pop("rows", None)
    table = _sole_table(reading, container, text, first)
    block.value["columns"], block.value["rows"] = [], []
    if table is None:
        return text
    after = text.split("\n")[table.last - first + 1 :]
    if any(line.strip() for line in after):
        reading.report(table.last + 1, _("nothing but a model-answer may follow the table of `%(container)s`", container=container.name))
    block.value["columns"] = [_cell(reading, cell, table.lines[0]) for cell in table.rows[0]]
    for cells, line in zip(table.rows[1:], table.lines[1:], strict=True):
        row = [_cell(reading, cell, line) for cell in cells]
        block.value["rows"].append(Item([Item(cell.value, line=line) for cell in row], row[0].id, line))
    if not block.value["rows"] and not block.value["blank_rows"]:
        reading.report(container.first, _('a table to fill needs rows, or empty ones: rows="3"'))
    return trim(text.split("\n")[: table.first - first], first)[0]


def _cell(reading: Reading, text: str, line: int) -> Item:
    label, item_id = attributes.split_id(text)
    return Item(label.strip(), _id(reading, item_id, line), line)


EXERCISE_FLAGS = ("optional", "private")


def _exercise_kind(read_rest=None, *, values: tuple[str, ...] = (), flags: tuple[str, ...] = ()) -> Kind:
    return Kind(_exercise(read_rest), values=values, required=("title",), flags=(*EXERCISE_FLAGS, *flags))


KINDS: dict[str, Kind] = {
    **{name: Kind(_callout, values=("title",)) for name in CALLOUTS},
    "text": Kind(_text),
    "key-term": Kind(_text_into("text"), required=("term",)),
    "quotation": Kind(_text_into("text"), values=("by",)),
    "table": Kind(_table, values=("caption",), flags=("row-headers",)),
    "checklist": Kind(_checklist, values=("title",)),
    "self-check": Kind(_self_check, values=("title",)),
    "assignment": Kind(read_assignment, values=ASSIGNMENT_VALUES, required=("title",), flags=("optional",)),
    "mentor-task": Kind(read_mentor_task, values=("title", "exercises")),
    "quiz": Kind(read_quiz, values=QUIZ_VALUES, required=("title",), flags=QUIZ_FLAGS),
    "audio": Kind(_recording, values=("title",), media=("src", "captions")),
    "video": Kind(_recording, values=("title",), media=("src", "captions", "poster")),
    "download": Kind(_download, values=("title",), media=("src",)),
    "rich-text": Kind(_text_into("text")),
    "short-text": _exercise_kind(),
    "long-text": _exercise_kind(_rows, values=("rows",)),
    "choice": _exercise_kind(_options, flags=("several",)),
    "scale": _exercise_kind(_scale, values=("min", "max", "low", "high")),
    "fill-table": _exercise_kind(_cells, values=("rows",)),
    "tick-list": _exercise_kind(_ticks),
    "file-upload": _exercise_kind(),
    "drawing": _exercise_kind(),
}
