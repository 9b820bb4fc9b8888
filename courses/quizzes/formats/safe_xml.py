"""XML that somebody else wrote, as a tree in which every element knows its line.

defusedxml's parser over expat: no entity is ever declared or expanded, nothing is fetched. A DOCTYPE alone does no harm (its DTD is not
read) and is let through. Depth and number of elements are limited, so that no small file makes a large tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException, EntitiesForbidden, ExternalReferenceForbidden
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .base import Unreadable

DEEPEST = 100
MOST_ELEMENTS = 300_000

# expat's codes: https://libexpat.github.io/doc/api/latest/#XML_GetErrorCode
_NOT_WELL_FORMED, _UNKNOWN_ENCODING, _OTHER_ENCODING, _AMPLIFICATION = 4, 18, 19, 43
_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_BEGINS = re.compile(r"\s*(?:<\?xml\b|<!--|<!DOCTYPE\b|<[A-Za-z_])")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


@dataclass
class Element:
    """`name` is without its namespace. `pieces` are the texts and elements inside, in their order."""

    name: str
    line: int
    namespace: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list["str | Element"] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def __iter__(self) -> Iterator["Element"]:
        return (piece for piece in self.pieces if isinstance(piece, Element))

    def all(self, name: str) -> list["Element"]:
        return [child for child in self if child.name == name]

    def first(self, *path: str) -> "Element | None":
        """The first child of that name, or the first below it along the path."""
        found: Element | None = self
        for name in path:
            found = next((child for child in found if child.name == name), None) if found else None
        return found

    def below(self, *names: str) -> Iterator["Element"]:
        """Itself and everything inside of it, in the order of the file; only those names, if any are given."""
        if not names or self.name in names:
            yield self
        for child in self:
            yield from child.below(*names)

    @property
    def text(self) -> str:
        """What stands directly in it."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def all_text(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.all_text for piece in self.pieces)


def looks_like_xml(data: bytes) -> bool:
    """Whether the beginning of a file is that of XML."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _BEGINS.match(data[:400].decode("utf-16", "replace").lstrip("\ufeff")) is not None
    return _BEGINS.match(data[:400].decode("latin-1").removeprefix("\xef\xbb\xbf")) is not None


def root_name(data: bytes) -> str:
    """The name of the outermost element, without its namespace; empty where there is none in the first 64 kB. Parses nothing."""
    beginning = data[:65536]
    text = beginning.decode("utf-16" if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    place = 0
    while (place := text.find("<", place)) >= 0:  # past what may stand before the outermost element
        for opens, closes in (("<!--", "-->"), ("<?", "?>"), ("<!DOCTYPE", "]>" if "[" in text[place : text.find(">", place)] else ">")):
            if text.startswith(opens, place):
                end = text.find(closes, place)
                place = end + len(closes) if end >= 0 else len(text)
                break
        else:
            found = _NAME.match(text, place)
            return found[1] if found else ""
    return ""


def parse(data: bytes) -> Element:
    """The outermost element. Raises Unreadable."""
    root, refused = parse_as_far_as_possible(data)
    if refused or root is None:
        raise refused or Unreadable("xml_empty", _("There is no XML element in this file."), line=1)
    return root


def parse_as_far_as_possible(data: bytes) -> tuple[Element | None, Unreadable | None]:
    """What could be read, and why it ended if it ended early: a torn file still holds the questions before the tear. The innermost
    elements that were not closed are left out. What is hostile, not torn, gives no element at all."""
    tree = _Tree()
    parser = DefusedXMLParser(target=tree, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    tree.expat = parser.parser
    try:
        parser.feed(data)
        parser.close()
    except Unreadable as error:
        return None, error
    except DefusedXmlException as error:
        return None, _dangerous(error, parser.parser.CurrentLineNumber)
    except ParseError as error:
        code, (line, _column) = error.code, error.position
        hostile = code == _AMPLIFICATION or tree.root is None
        return (None if hostile else tree.root), _broken(code, data, line)
    except (LookupError, ValueError):
        return None, Unreadable("xml_encoding", _("The encoding that this file names is not known."), line=1)
    return tree.root, None


class _Tree:
    """What the parser tells, as elements."""

    def __init__(self) -> None:
        self.expat = None
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _brace, name = tag.removeprefix("{").rpartition("}")
        line = self.expat.CurrentLineNumber if self.expat else 0
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_ELEMENTS:
            raise Unreadable("xml_size", _("The elements of this file are too many, or too deep inside one another."), line=line)
        own = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        element = Element(name, line, namespace, own)
        if self.root is None:
            self.root = element
        self.open.append(element)

    def end(self, tag: str) -> None:
        element = self.open.pop()
        if self.open:
            self.open[-1].pieces.append(element)

    def data(self, text: str) -> None:
        if self.open:
            self.open[-1].pieces.append(text)

    def close(self) -> Element | None:
        return self.root


def _dangerous(error: DefusedXmlException, line: int) -> Unreadable:
    if isinstance(error, EntitiesForbidden):
        message = _("This file declares entities of its own (“%(name)s”). Such files can be made to fill the memory, so none is read.")
        return Unreadable("xml_entities", message, line=line, name=error.name)
    if isinstance(error, ExternalReferenceForbidden):
        message = _("This file refers to another file that would have to be fetched. Nothing is fetched while reading.")
        return Unreadable("xml_external", message, line=line)
    return Unreadable("xml_dangerous", _DANGEROUS, line=line)


_DANGEROUS = _("This file is made so that reading it would be dangerous.")
_MESSAGES: dict[int, tuple[str, str | Promise]] = {
    3: ("xml_end", _("This file ends before its XML does.")),
    5: ("xml_end", _("This file ends before its XML does.")),
    7: ("xml_tags", _("This is not well-formed XML: what is closed here is not what was opened last.")),
    11: ("xml_character", _("This is not well-formed XML: it names a character (like &nbsp;) that XML does not know.")),
    20: ("xml_end", _("This file ends before its XML does.")),
    27: ("xml_prefix", _("This is not well-formed XML: a prefix is used that was not declared.")),
    _AMPLIFICATION: ("xml_dangerous", _DANGEROUS),
}


def _broken(code: int, data: bytes, line: int) -> Unreadable:
    declared = _DECLARED.search(data[:200])
    encoding = declared[1].decode("ascii") if declared else "UTF-8"
    if code in (_UNKNOWN_ENCODING, _OTHER_ENCODING):
        message = _("The encoding that this file names (%(encoding)s) is not known, or is not the one it is written in.")
        return Unreadable("xml_encoding", message, line=line, encoding=encoding)
    if code == _NOT_WELL_FORMED and encoding.upper().replace("_", "-") in ("UTF-8", "UTF8", "US-ASCII") and not _is_utf8(data):
        message = _("This file is not written in the encoding that it names (%(encoding)s).")
        return Unreadable("xml_encoding", message, line=line, encoding=encoding)
    name, sentence = _MESSAGES.get(code, ("xml", _("This is not well-formed XML.")))
    return Unreadable(name, sentence, line=line)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
