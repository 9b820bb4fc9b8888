"""Lines of other people's Markdown on their way into ours. Each knows the file and line it came from, so that whatever cannot be taken over
is named where its author finds it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from cms.media.checks import DOCUMENT_EXTENSIONS, extension_of

from ..folder import attributes, markdown
from ..folder.body import read_body
from ..folder.containers import Reading
from ..folder.document import MARKDOWN_FIELDS, Block, CourseFolder, Media, Mistake, PageFile
from ..folder.paths import reference, resolve
from ..folder.reader import PICTURES
from ..folder.reasons import Reason
from ..folder.reasons import reason as _

DEFINITION = re.compile(r"^ {0,3}\[([^\]^]+)\]:[ \t]*<?([^\s>]+)>?(?:[ \t]+[\"'(].*)?[ \t]*$")
LABEL = re.compile(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?![(:])")


@dataclass(frozen=True)
class Line:
    text: str
    path: str
    number: int

    def say(self, text: str) -> "Line":
        return replace(self, text=text)


@dataclass
class Chapter:
    """A file being taken over: `base` is its path from the root, `target` the path of the page it becomes."""

    root: Path
    base: str
    language: str
    target: str
    folder: CourseFolder
    pages: dict[str, str]
    definitions: dict[str, str] = field(default_factory=dict)

    def note(self, line: Line, reason: Reason) -> None:
        self.folder.notes.append(Mistake(line.path, line.number, reason))

    def media(self, source: str, line: Line) -> str | None:
        """How our page refers to a picture or file that lies in the foreign folder."""
        found = resolve(line.path, unquote(source.partition("?")[0]))
        file = self.root / found if found else None
        if file is None or not file.is_file() or not file.resolve().is_relative_to(self.root.resolve()):
            return None
        if file.suffix.lower() not in PICTURES and extension_of(file.name) not in DOCUMENT_EXTENSIONS:
            return None
        path = f"media/{found}"
        self.folder.media[path] = file
        return reference(f"{self.language}/{self.target}", path)

    def page(self, source: str, line: Line) -> str | None:
        """How our page refers to another page of the course."""
        name, _, anchor = source.partition("#")
        found = resolve(line.path, unquote(name)) if name else None
        target = self.pages.get(found or "")
        return reference(self.target, target) + (f"#{anchor}" if anchor else "") if target else None


def lines_of(root: Path, path: str) -> list[Line]:
    """Raises `UnicodeDecodeError`."""
    text = (root / path).read_bytes().decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    return [Line(line, path, number) for number, line in enumerate(text.split("\n"), 1)]


def text_of(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def code_places(lines: list[Line]) -> set[int]:
    """Positions of the lines that are code: nothing in them is read as anything else."""
    found: set[int] = set()
    for token in markdown.tokens(text_of(lines)):
        if token.type in ("fence", "code_block") and token.map:
            found |= set(range(*token.map))
    return found


def take_definitions(lines: list[Line], chapter: Chapter) -> list[Line]:
    """Addresses that stand by themselves (`[label]: address`) are kept for the blocks that use them."""
    code, kept = code_places(lines), []
    for place, line in enumerate(lines):
        found = DEFINITION.match(line.text) if place not in code else None
        if found:
            chapter.definitions[" ".join(found[1].casefold().split())] = chapter.page(found[2], line) or found[2]
        else:
            kept.append(line)
    return kept


def shift_headings(lines: list[Line], *, top: int) -> list[Line]:
    """The highest headings become sections (`##`), those below follow; lines under a heading are rewritten as `#` signs."""
    made = list(lines)
    for token in markdown.tokens(text_of(lines)):
        if token.type != "heading_open" or token.level or not token.map:
            continue
        start, end = token.map
        level = min(6, max(2, int(token.tag[1]) - top + 2))
        words = " ".join(line.text.strip() for line in lines[start : end - 1 if token.markup in ("-", "=") else end])
        words = re.sub(r"^#+\s*|\s+#+\s*$", "", words)
        made[start] = lines[start].say(f"{'#' * level} {words}")
        for place in range(start + 1, end):
            made[place] = lines[place].say("")
    return made


def headings(lines: list[Line]) -> list[tuple[int, int, str]]:
    """Place, level and words of each heading that stands at the top."""
    found, tokens = [], markdown.tokens(text_of(lines))
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and not token.level and token.map:
            found.append((token.map[0], int(token.tag[1]), tokens[place + 1].content))
    return found


def into_blocks(lines: list[Line], chapter: Chapter) -> list[Block]:
    """Lines that are our own Markdown by now as blocks; what our reader finds wrong becomes a note at the place it came from."""
    nowhere = Line("", chapter.base, 1)

    def origin(number: int) -> Line:
        return lines[min(number, len(lines)) - 1] if lines else nowhere

    def media(source: str, number: int) -> Media | None:
        path = resolve(f"{chapter.language}/{chapter.target}", unquote(source))
        return Media(path) if path in chapter.folder.media else None

    reading = Reading(lambda number, reason: chapter.note(origin(number), reason), media)
    blocks = read_body(reading, [line.text for line in lines], first=1)
    made = []
    for block in blocks:
        block.first, block.last = origin(block.first).number, origin(block.last).number
        if says_something(block):
            _define(block, chapter.definitions)
            made.append(block)
    _settle_ids(made, chapter)
    return made


def says_something(block: Block) -> bool:
    return any(value not in ("", None, [], False) for name, value in block.value.items() if name not in ("kind", "is_required"))


def _define(block: Block, definitions: dict[str, str]) -> None:
    for name in MARKDOWN_FIELDS:
        if definitions and block.value.get(name):
            block.value[name] = define(block.value[name], definitions)


def define(text: str, definitions: dict[str, str]) -> str:
    """The text with the addresses that its links name by a label."""
    labels = {" ".join((label or words).casefold().split()) for words, label in LABEL.findall(text)}
    used = [f"[{label}]: {definitions[label]}" for label in sorted(labels) if label in definitions]
    return text + "\n\n" + "\n".join(used) if used else text


def _settle_ids(blocks: list[Block], chapter: Chapter) -> None:
    seen: set[str] = set()
    for block in blocks:
        if block.id and (attributes.id_problem(block.id) or block.id in seen):
            chapter.note(Line("", chapter.base, block.first), _("the id `%(id)s` cannot be kept", id=block.id))
            block.id = None
        seen.add(block.id or "")


def page_file(chapter: Chapter, front: dict, *, lines: list[Line] | None = None, introduction: str = "") -> PageFile:
    blocks = into_blocks(lines, chapter) if lines is not None else []
    page = PageFile(chapter.target, chapter.language, "", front, introduction, blocks, shown_path=chapter.base)
    chapter.folder.pages.setdefault(chapter.language, {})[chapter.target] = page
    return page


def opened(name: str, line: Line, *, title: str = "", block_id: str = "", **values: str) -> Line:
    texts = {**({"title": markdown.plain(title)[:200]} if title else {}), **values}
    return line.say(f"::: {name}{attributes.braces(block_id or None, [], texts)}")
