"""HTML as QTI holds it, and back. QTI knows the elements of XHTML 1.0, well-formed; what it does not know leaves its content."""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from ..markup import xml_attribute, xml_text
from ..safe_xml import Element

MATHML = "http://www.w3.org/1998/Math/MathML"
_VOID = {"br", "col", "hr", "img", "param", "source", "track", "wbr"}
_BLOCKS = {"address", "blockquote", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"}
_INLINE = {
    *("a", "abbr", "acronym", "b", "big", "br", "cite", "code", "dfn", "em", "i", "img", "kbd", "q", "samp", "small", "span", "strong"),
    *("sub", "sup", "tt", "var"),
}
_INSIDE = {"caption", "col", "colgroup", "dd", "dt", "li", "tbody", "td", "tfoot", "th", "thead", "tr"}
_CELL = {"colspan", "rowspan", "headers", "scope"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "td": _CELL, "th": _CELL, "col": {"span"}, "colgroup": {"span"}}
_CLOSES_ITSELF = {"li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}}
_MATH = re.compile(r"m[a-z]+|semantics|annotation")


def to_xhtml(html: str) -> str:
    """Well-formed, saying the same."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.whole()


def is_inline(xhtml: str) -> bool:
    return re.search(rf"<(?:{'|'.join(sorted(_BLOCKS))})[ />]", xhtml) is None


class _Writer(HTMLParser):
    """Closes what was left open, and lets no `p` hold a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.skipping += 1
            return
        is_math = tag == "math" or ("math" in self.open and _MATH.fullmatch(tag) is not None)
        if tag not in _BLOCKS | _INLINE | _INSIDE and not is_math:
            return
        if tag in _BLOCKS and "p" in self.open:
            self._close("p")
        while self.open and self.open[-1] in _CLOSES_ITSELF.get(tag, ()):
            self._close(self.open[-1])
        kept = {name: value or "" for name, value in attrs if name in _ATTRIBUTES.get(tag, set()) | {"class", "lang"}}
        if tag == "img":
            kept = {"src": "", "alt": ""} | kept
        if tag == "math":
            kept = {"xmlns": MATHML}
        told = "".join(f' {"xml:lang" if name == "lang" else name}="{xml_attribute(value)}"' for name, value in kept.items())
        self.out.append(f"<{tag}{told}/>" if tag in _VOID else f"<{tag}{told}>")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.skipping = max(0, self.skipping - 1)
        elif tag in self.open:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.out.append(xml_text(data))

    def _close(self, tag: str) -> None:
        while self.open:
            last = self.open.pop()
            self.out.append(f"</{last}>")
            if last == tag:
                return

    def whole(self) -> str:
        while self.open:
            self.out.append(f"</{self.open.pop()}>")
        return "".join(self.out)


def to_html(pieces: list[str | Element], replace: Callable[[Element], str | None]) -> str:
    """The HTML of what stands inside of an element. `replace` says what stands in the place of an element, None where it stays as it is."""
    out = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(escape(piece, quote=False))
            continue
        instead = replace(piece)
        out.append(_element(piece, replace) if instead is None else instead)
    return "".join(out)


def _element(element: Element, replace: Callable[[Element], str | None]) -> str:
    told = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items() if name not in ("space", "id", "label"))
    if element.name in _VOID:
        return f"<{element.name}{told}>"
    return f"<{element.name}{told}>{to_html(element.pieces, replace)}</{element.name}>"


def tidied(html: str) -> str:
    """Without the indentation of the file, and without the paragraphs that were emptied."""
    pieces = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    for place in range(0, len(pieces), 2):
        piece = re.sub(r"\s+", " ", pieces[place])
        before = ""
        while before != piece:
            before = piece
            piece = re.sub(r"<(p|div|span|blockquote)(?: [^>]*)?>\s*</\1>", "", piece)
        pieces[place] = re.sub(
            r"\s*(</?(?:p|div|blockquote|ul|ol|li|table|tbody|thead|tr|td|th|h[1-6]|figure)(?: [^>]*)?>)\s*", r"\1", piece
        )
    html = "".join(pieces).strip()
    inner = re.fullmatch(r"<(p|div)>((?:(?!<\1[ >]).)*)</\1>", html, flags=re.DOTALL)
    return inner[2].strip() if inner and not re.search(r"<(?:p|div|ul|ol|table|blockquote|h\d)\b", inner[2]) else html
