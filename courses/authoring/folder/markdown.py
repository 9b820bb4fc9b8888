"""What the importer needs to know about a piece of Markdown: its headings, pictures, lists, tables and links, each with its line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("commonmark").enable("table")

CODE_OR_LINK = re.compile(r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))|\]\((?P<open><?)(?P<dest>[^)\s>]+)", re.DOTALL)
DEFINITION = re.compile(r"^( {0,3}\[[^\]]+\]:[ \t]*<?)([^\s>]+)", re.MULTILINE)
BRACES = re.compile(r"^[ \t]*\{([^{}]*)\}[ \t]*$")
SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|/)", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    target: str
    line: int
    is_picture: bool

    @property
    def is_local(self) -> bool:
        return not SCHEME.match(self.target)


def tokens(text: str, env: dict | None = None) -> list[Token]:
    return _parser.parse(text, {} if env is None else env)


def plain(text: str) -> str:
    """A heading or a caption without its marks: `Using **git**` → Using git."""
    inline = _parser.parseInline(text)
    return " ".join(_flat(inline[0].children or []).split()) if inline else ""


def _flat(children: list[Token]) -> str:
    parts = []
    for child in children:
        if child.type == "image":
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
    return "".join(parts)


def picture(inline: Token) -> tuple[Token, str] | None:
    """The image of a paragraph that holds nothing else, and what stands in the braces after it."""
    children = [child for child in inline.children or [] if child.type != "text" or child.content.strip()]
    if not children or children[0].type != "image" or len(children) > 2:
        return None
    braces = BRACES.match(children[1].content) if len(children) == 2 and children[1].type == "text" else None
    if len(children) == 2 and braces is None:
        return None
    return children[0], braces[1] if braces else ""


def links(text: str, first: int = 1) -> list[Link]:
    """Links and images, with the lines of the paragraphs they stand in."""
    found: list[Link] = []
    for token in tokens(text) if "[" in text or "<" in text else ():
        if token.type == "inline" and token.children:
            line = first + (token.map[0] if token.map else 0)
            found += [Link(target, line, is_picture) for target, is_picture in _targets(token.children)]
    return found


def _targets(children: list[Token]) -> Iterator[tuple[str, bool]]:
    for child in children:
        if child.type == "image":
            yield unquote(str(child.attrs["src"])), True
        elif child.type == "link_open":
            yield unquote(str(child.attrs["href"])), False


def code_lines(text: str) -> list[str]:
    return [line for token in tokens(text) if token.type in ("fence", "code_block") for line in token.content.split("\n") if line.strip()]


def relink(text: str, change: Callable[[str], str]) -> str:
    """The text with each link's destination changed, everything else to the character as it was. Code is left alone."""
    if "](" not in text and "]:" not in text:
        return text
    pieces = []
    for piece, is_code in _outside_fences(text):
        if not is_code:
            piece = CODE_OR_LINK.sub(lambda found: _relinked(found, change), piece)
            piece = DEFINITION.sub(lambda found: found[1] + change(found[2]), piece)
        pieces.append(piece)
    return "".join(pieces)


def _relinked(found: re.Match, change: Callable[[str], str]) -> str:
    return found[0] if found["code"] else f"]({found['open']}{change(found['dest'])}"


def _outside_fences(text: str) -> Iterator[tuple[str, bool]]:
    """Pieces of the text and whether each is a block of code."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    place = 0
    for token in tokens(text):
        if token.type in ("fence", "code_block") and token.map:
            start, end = token.map
            if start < place:
                continue
            yield "".join(lines[place:start]), False
            yield "".join(lines[start:end]), True
            place = end
    yield "".join(lines[place:]), False


def reads_as_item(text: str) -> bool:
    """Whether `- text` is one item that holds this text and nothing else."""
    found = last_list(f"- {text}", 1) if text.strip() == text and "\n" not in text else None
    return bool(found and len(found.items) == 1 and found.items[0].is_simple and found.items[0].text == text)


GUARDED = re.compile(r"^(\d*)\\(?=[!-/:-@\[-`{-~])")


def _bare(text: str) -> str:
    return GUARDED.sub(r"\1", text, count=1)


def _needs_guard(text: str) -> bool:
    return not reads_as_item(text) or (_bare(text) != text and _needs_guard(_bare(text)))


def guarded(text: str) -> str:
    """A line that can stand as an item of a list: with a backslash where Markdown would take its beginning for something else."""
    return re.sub(r"^(\d*)(?=[!-/:-@\[-`{-~])", r"\1\\", text, count=1) if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """The opposite of `guarded`: a backslash that is there for another reason stays."""
    return _bare(text) if _bare(text) != text and _needs_guard(_bare(text)) else text


@dataclass
class ListItem:
    text: str
    line: int
    is_simple: bool


@dataclass
class BulletList:
    first: int
    last: int
    items: list[ListItem]


def last_list(text: str, first: int, *, ordered: bool = False) -> BulletList | None:
    """The last list that stands by itself in the text; lines are counted from `first`."""
    found = [block for block in blocks(text) if block[0].type == ("ordered_list_open" if ordered else "bullet_list_open")]
    if not found:
        return None
    block = found[-1]
    start, end = block[0].map
    items = [_list_item(item, first) for item in _children(block, "list_item_open")]
    return BulletList(first + start, first + _last_full_line(text, start, end), items)


def _list_item(item: list[Token], first: int) -> ListItem:
    inlines = [token for token in item if token.type == "inline"]
    is_simple = len(item) == 5 and item[1].type == "paragraph_open"
    text = " ".join(line.strip() for line in inlines[0].content.split("\n")) if inlines else ""
    return ListItem(text, first + item[0].map[0], is_simple)


@dataclass
class Table:
    first: int
    last: int
    rows: list[list[str]]
    lines: list[int]


def last_table(text: str, first: int) -> Table | None:
    found = [block for block in blocks(text) if block[0].type == "table_open"]
    if not found:
        return None
    block = found[-1]
    rows, lines = [], []
    for row in _children(block, "tr_open", deep=True):
        rows.append([token.content for token in row if token.type == "inline"])
        lines.append(first + row[0].map[0])
    start, end = block[0].map
    return Table(first + start, first + _last_full_line(text, start, end), rows, lines)


def blocks(text: str) -> list[list[Token]]:
    """Tokens grouped by the blocks they make at the top."""
    groups: list[list[Token]] = []
    for token in tokens(text):
        if token.level == 0 and token.nesting >= 0:
            groups.append([token])
        else:
            groups[-1].append(token)
    return groups


def _children(block: list[Token], opening: str, *, deep: bool = False) -> list[list[Token]]:
    """Groups of tokens from each `opening` to its closing, on the level just below (or, `deep`, wherever it is)."""
    groups, inside = [], None
    for token in block:
        if inside is None and token.type == opening and (deep or token.level == block[0].level + 1):
            inside = [token]
        elif inside is not None:
            inside.append(token)
            if token.nesting == -1 and token.level == inside[0].level:
                groups.append(inside)
                inside = None
    return groups


def _last_full_line(text: str, start: int, end: int) -> int:
    """The last line of a block that is not blank: markdown-it counts blank lines at its end as its own."""
    lines = text.split("\n")
    while end > start + 1 and (end > len(lines) or not lines[end - 1].strip()):
        end -= 1
    return end - 1
