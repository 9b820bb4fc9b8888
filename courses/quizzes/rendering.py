"""The texts of a question as HTML that a learner's page may show.

Questions come from files of other systems, so nothing in them is trusted: Markdown goes through `cms.blocks.markdown`, HTML through an
allow-list, everything else is escaped. A picture of the question (`@@PLUGINFILE@@/name`) gets its address; one of another host becomes a
link, because a page asks no other host for anything. Formulas stay text: `$$…$$` as it is written, MathML as words."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

import nh3
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cms.blocks import markdown

from .engine.definition import Format
from .mathml import formulas_to_text

PICTURE = "@@PLUGINFILE@@/"
TOP_HEADING = 3  # above it stand the title of the page and the number of the question
_BLOCKS = markdown.BLOCK_TAGS | {"div", "dl", "dt", "dd", "caption", "colgroup", "col", "tfoot", "figure", "figcaption"}
_INLINE = markdown.INLINE_TAGS | set(
    re.findall(r"\w+", "abbr b bdi bdo cite del i ins kbd mark q s samp small span strong sub sup u var wbr")
)
_CELL = {"colspan", "rowspan", "headers", "scope"}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "reversed"},
    "td": _CELL,
    "th": _CELL,
}

# What nh3 writes: attributes in double quotes, with these escaped in them.
_IMG_OR_LINK = re.compile(r'<img((?: [a-z]+="[^"]*")*)>|<a((?: [a-z]+="[^"]*")*)>|</a>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_BLOCK_TAG = re.compile(rf"<(?:{'|'.join(sorted(_BLOCKS))})[ >]")
_ONE_PARAGRAPH = re.compile(r"\s*<p>((?:(?!</?p[ >]).)*)</p>\s*\Z", re.DOTALL)
_LINE_END = re.compile(r"(?<![>\n ])[ ]*\n(\s*)(<?)")
_FORMULA = re.compile(r"\$\$[^$`]+\$\$")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def text_html(text: str, format: str, files: Mapping[str, str] | None = None) -> SafeString:
    """A text of one or more paragraphs. `files`: addresses of the question's pictures by name."""
    return _with_pictures(_blocks(text, Format(format)), files or {})


def inline_html(text: str, format: str, files: Mapping[str, str] | None = None) -> SafeString:
    """A choice, a stem, a line of feedback: a single paragraph is not wrapped, and one line of Markdown is never a list or a heading
    (`- 5`, `1.`, `# 3` are answers)."""
    return _with_pictures(_line(text, Format(format)), files or {})


@lru_cache(maxsize=4096)
def _blocks(text: str, format: Format) -> str:
    match format:
        case Format.MARKDOWN:
            return markdown.render(_keep_formulas(text), top_heading=TOP_HEADING)
        case Format.PLAIN:
            return _paragraph(str(escape(text.strip())).replace("\n", "<br>\n"))
        case Format.MOODLE:
            return _paragraph(markdown.with_scrolling_tables(_clean(break_lines(text.strip()))))
        case Format.HTML:
            return _paragraph(markdown.with_scrolling_tables(_clean(text)))


@lru_cache(maxsize=4096)
def _line(text: str, format: Format) -> str:
    if format == Format.MARKDOWN and "\n" not in text.strip():
        return markdown.render_inline(_keep_formulas(text.strip()))
    html = _blocks(text, format)
    paragraph = _ONE_PARAGRAPH.match(html)
    return paragraph[1] if paragraph else html


def _clean(html: str) -> str:
    clean = nh3.clean(
        formulas_to_text(html), tags=_BLOCKS | _INLINE, attributes=_ATTRIBUTES, url_schemes=markdown.LINK_SCHEMES, link_rel=None
    )
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{max(TOP_HEADING, int(tag[2]))}", clean)


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html.strip() and not _BLOCK_TAG.search(html) else html


def break_lines(html: str) -> str:
    """A new line between words is a line break; one beside a tag is not."""
    return _LINE_END.sub(lambda end: end[0] if end[2] else f"<br>\n{end[1]}", html)


def _keep_formulas(text: str) -> str:
    """Formulas are not Markdown: nothing in them is a mark, so each sign is escaped."""
    return _FORMULA.sub(lambda formula: _PUNCTUATION.sub(r"\\\1", formula[0]), text) if "$$" in text else text


def _with_pictures(html: str, files: Mapping[str, str]) -> SafeString:
    """`html` is clean; what is put in is escaped."""
    if "<img" not in html and PICTURE not in html:
        return mark_safe(html)
    return mark_safe("".join(_pieces(html, files)))


def _pieces(html: str, files: Mapping[str, str]) -> Iterator[str]:
    end, is_in_link = 0, False
    for tag in _IMG_OR_LINK.finditer(html):
        yield html[end : tag.start()]
        end = tag.end()
        if tag[1] is not None:
            yield _picture(tag[1], files, is_in_link=is_in_link)
        else:
            is_in_link = tag[0] != "</a>"
            yield _link(tag[0], files) if tag[2] else tag[0]
    yield html[end:]


def _picture(attributes: str, files: Mapping[str, str], *, is_in_link: bool) -> str:
    given = {name: mark_safe(value) for name, value in _ATTRIBUTE.findall(attributes)}
    source, alt = given.get("src", ""), given.get("alt", "")
    if source.startswith(PICTURE):
        address = files.get(_name(source))
        return format_html('<img src="{}" alt="{}">', address, alt) if address else str(alt)
    if source and markdown.is_own_address(_plain(source)):
        return format_html('<img src="{}" alt="{}">', source, alt)
    text = str(alt).strip() or source
    return text if is_in_link or not source else f'<a href="{source}">{text}</a>'


def _link(tag: str, files: Mapping[str, str]) -> str:
    """A link to a picture of the question leads to it, or nowhere."""

    def address(attribute: re.Match[str]) -> str:
        if attribute[1] != "href" or not attribute[2].startswith(PICTURE):
            return attribute[0]
        known = files.get(_name(attribute[2]))
        return f' href="{conditional_escape(known)}"' if known else ""

    return _ATTRIBUTE.sub(address, tag)


def _name(address: str) -> str:
    return unquote(_plain(address.removeprefix(PICTURE)).partition("?")[0])


def _plain(value: str) -> str:
    for entity, char in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\xa0"), ("&amp;", "&")):
        value = value.replace(entity, char)
    return value
