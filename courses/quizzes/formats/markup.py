"""Texts of questions as HTML and as XHTML."""

import re
from html import escape, unescape

from cms.blocks.markdown import render, render_inline

from ..engine.definition import Format
from ..rendering import break_lines

PLUGINFILE = "@@PLUGINFILE@@/"

_PICTURES = re.compile(re.escape(PLUGINFILE) + r"([^\"'\s)<>?#]+)")


def to_html(text: str, text_format: Format, *, one_line: bool = False) -> str:
    """What a reader of this text is shown, before it is cleaned. `one_line` for choices and the like, which are never lists."""
    if not text or text_format == Format.HTML:
        return text
    if text_format == Format.MARKDOWN:
        return str(render_inline(text) if one_line else render(text)).strip()
    if text_format == Format.PLAIN:
        return re.sub(r"\r\n?|\n", "<br>\n", escape(text, quote=False))
    return break_lines(text)


def to_plain(html: str) -> str:
    """The words of an HTML text, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^<>]*>", " ", html))).strip()


def says_the_same(text: str) -> bool:
    """Whether a text reads the same in every format: nothing in it is a mark or a line break in any of them."""
    return not re.search(r"[<>&\n\r*_`#\\\[\]!|~]|^\s*(?:[-+]|\d+[.)])\s|^ {4}|--|==|://", text)


def pictures_in(text: str) -> list[str]:
    """Names of the files that a text shows, in their order, each once."""
    return list(dict.fromkeys(_PICTURES.findall(text)))


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """A text as it stands in XML: escaped, without the characters that XML does not have. A carriage return is kept as one."""
    return escape(_NOT_XML.sub("", text), quote=False).replace("\r", "&#13;")


def xml_attribute(text: str) -> str:
    """The same between double quotes."""
    return xml_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
