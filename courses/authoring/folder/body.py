"""The body of a lesson: text runs and containers into blocks."""

from . import attributes, markdown
from .containers import Reading, read_container
from .document import Block
from .reasons import counted as ngettext
from .reasons import reason as _
from .scanner import Container, TextRun, scan, trim

LONGEST_HEADING = 200


def read_body(reading: Reading, lines: list[str], *, first: int) -> list[Block]:
    """Blocks of `lines`, whose first is line number `first` of the file."""
    blocks: list[Block] = []
    for piece in scan(lines, first=first, report=reading.report):
        if isinstance(piece, Container):
            block = read_container(reading, piece)
            blocks += [block] if block else []
        else:
            blocks += _text_blocks(reading, piece)
    return blocks


def _text_blocks(reading: Reading, run: TextRun) -> list[Block]:
    """Headings of the second level and pictures that stand alone are blocks; the text between them is one block each."""
    found: list[Block] = []
    text, begun = "\n".join(run.lines), 0
    for group in markdown.blocks(text):
        start, end = group[0].map or (0, 0)
        block = _heading(reading, group, run.first) or _picture(reading, group, run.first)
        if block is None:
            continue
        block.first = run.first + start
        block.last = trim_end(run, start, end)
        found += _text_block(run, begun, start)
        found.append(block)
        begun = end
    return [*found, *_text_block(run, begun, len(run.lines))]


def trim_end(run: TextRun, start: int, end: int) -> int:
    while end > start + 1 and not run.lines[end - 1].strip():
        end -= 1
    return run.first + end - 1


def _text_block(run: TextRun, start: int, end: int) -> list[Block]:
    text, first = trim(run.lines[start:end], run.first + start)
    return [Block("markdown", {"text": text}, None, first, first + text.count("\n"))] if text else []


def _heading(reading: Reading, group: list, first: int) -> Block | None:
    if group[0].type != "heading_open":
        return None
    line = first + group[0].map[0]
    if group[0].tag == "h1":
        reading.report(line, _("a heading of the first level is the title of the lesson: it belongs into the front matter; use ## here"))
    if group[0].tag != "h2":
        return None
    text, block_id = attributes.split_id(group[1].content.replace("\n", " "))
    _check_id(reading, block_id, line)
    if not markdown.plain(text):
        reading.report(line, _("a heading without words: write some, or remove it"))
    if len(markdown.plain(text)) > LONGEST_HEADING:
        reading.report(
            line,
            ngettext(
                "this heading is longer than %(number)d character", "this heading is longer than %(number)d characters", LONGEST_HEADING
            ),
        )
    return Block("section", {"heading": markdown.plain(text)}, block_id)


def _picture(reading: Reading, group: list, first: int) -> Block | None:
    found = markdown.picture(group[1]) if group[0].type == "paragraph_open" else None
    if found is None:
        return None
    image, braces = found
    line = first + group[0].map[0]
    given = _picture_attributes(reading, braces, line)
    alt = markdown.plain(image.content)
    if bool(alt) == ("decorative" in given.flags):
        reading.report(line, _("a picture needs words in the square brackets for those who cannot see it, or else {.decorative} after it"))
    value = {"image": reading.media(str(image.attrs["src"]), line), "alt": alt, "caption": str(image.attrs.get("title") or "")}
    return Block("picture", value, given.id)


def _picture_attributes(reading: Reading, braces: str, line: int) -> attributes.Attributes:
    try:
        given = attributes.parse(braces)
    except attributes.NotReadable as error:
        reading.report(line, error.reason)
        return attributes.Attributes()
    _check_id(reading, given.id, line)
    if given.values or [flag for flag in given.flags if flag != "decorative"]:
        reading.report(line, _("a picture takes {#id .decorative} and nothing else"))
    return given


def _check_id(reading: Reading, block_id: str | None, line: int) -> None:
    problem = attributes.id_problem(block_id) if block_id is not None else None
    if problem:
        reading.report(line, problem)
