"""What a text in Markdown or HTML consists of: passages of plain words, headings, links and pictures. No database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from markdown_it.token import Token

from cms.blocks.markdown import tokens

from .texts import Kind, Text

PASSAGES = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "blockquote", "br", "div"}


@dataclass
class Marked:
    """`passages` are what is read in one go: a paragraph, an item of a list, a cell. Code is no passage."""

    passages: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # address, words
    pictures: list[tuple[str, str]] = field(default_factory=list)  # address, what it shows
    pages: list[int] = field(default_factory=list)  # of the site, linked by their number
    documents: list[int] = field(default_factory=list)


def marked(text: Text) -> Marked:
    return _marked(text.kind, text.source)


@lru_cache(maxsize=1024)
def _marked(kind: Kind, source: str) -> Marked:
    if kind is Kind.HTML:
        reader = _HtmlReader()
        reader.feed(source)
        reader.close()
        return reader.found
    found = Marked()
    level = 0
    for token in tokens(source):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "inline":
            words = _inline(token.children or [], found)
            found.headings += [(level, words)] if level else []
            found.passages += [words] if words else []
            level = 0
    return found


def _inline(children: Iterable[Token], found: Marked) -> str:
    """The words of a line; its links and pictures go into `found`."""
    words: list[str] = []
    opened: list[tuple[str, int]] = []
    for token in children:
        if token.type == "text":
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type == "image":
            found.pictures.append((str(token.attrs.get("src", "")), token.content))
        elif token.type == "link_open":
            opened.append((str(token.attrs.get("href", "")), len(words)))
        elif token.type == "link_close" and opened:
            address, start = opened.pop()
            found.links.append((address, "".join(words[start:])))
    return " ".join("".join(words).split())


class _HtmlReader(HTMLParser):
    """Rich text as Wagtail keeps it: links to pages and documents by number."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Marked()
        self._words: list[str] = []
        self._heading = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in PASSAGES:
            self._end_passage()
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._heading = int(tag[1])
        if tag == "a":
            number = said.get("id") or ""
            if said.get("linktype") == "page" and number.isdigit():
                self.found.pages.append(int(number))
            elif said.get("linktype") == "document" and number.isdigit():
                self.found.documents.append(int(number))
            else:
                self._link = (said.get("href") or "", len(self._words))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            address, start = self._link
            self.found.links.append((address, "".join(self._words[start:])))
            self._link = None
        if tag in PASSAGES:
            self._end_passage()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end_passage()

    def _end_passage(self) -> None:
        words = " ".join("".join(self._words).split())
        if words:
            self.found.passages.append(words)
            if self._heading:
                self.found.headings.append((self._heading, words))
        self._words, self._heading = [], 0
