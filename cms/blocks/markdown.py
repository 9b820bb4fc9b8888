"""Markdown as lessons show it: CommonMark with tables, no raw HTML, then an explicit allow-list.

Two walls, one behind the other. The parser never lets raw HTML through and drops links of unknown kinds; what it made is then cleaned by
nh3, so that a mistake in the first is caught by the second."""

import re
from functools import cache
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LINK_SCHEMES = {"http", "https", "mailto", "tel"}
NUMBER_CLASS = "number"
LESSON_HEADING = 3  # above it stand the title of the lesson (1) and its sections (2)

BLOCK_TAGS = {
    "p",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
INLINE_TAGS = {"a", "em", "strong", "code", "br", "img"}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "code": {"class"}, "ol": {"start"}, "th": {"class"}, "td": {"class"}}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_CODE_CLASS = re.compile(r"language-\S+\Z")


def render(text: str, *, top_heading: int = 1) -> SafeString:
    """HTML of a Markdown text. No heading stands above `top_heading`; smaller ones keep their level."""
    return mark_safe(with_scrolling_tables(_clean(_parser().render(text, {"top_heading": top_heading}), BLOCK_TAGS | INLINE_TAGS)))


def render_inline(text: str) -> SafeString:
    """HTML of one line of Markdown: the same without paragraphs, lists and headings. A line break in the text stays one."""
    html = _parser().renderInline(text, {"top_heading": 1, "breaks": True})
    return mark_safe(_clean(html, INLINE_TAGS))


def tokens(text: str) -> list[Token]:
    """What the parser finds in a Markdown text, for whoever reads it otherwise than as HTML."""
    return _parser().parse(text, {"top_heading": 1})


def with_scrolling_tables(html: str) -> str:
    """A table that is wider than the page scrolls by itself, and can be reached by keyboard to do so. `html` is clean."""
    return html.replace("<table", '<div class="table-wrap" tabindex="0"><table').replace("</table>", "</table></div>")


def is_own_address(address: str) -> bool:
    """Whether a picture comes from this site: a path without scheme and host, however a browser would read its slashes."""
    plain = "".join(char for char in address if char > " ").replace("\\", "/")
    try:
        parts = urlsplit(plain)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc or plain.startswith("//"))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_LessonRenderer).enable("table")
    parser.validateLink = _is_allowed_link  # type: ignore[method-assign, assignment]
    parser.core.ruler.push("lesson_headings", _lower_headings)
    return parser


class _LessonRenderer(RendererHTML):
    def image(self, tokens, idx, options, env) -> str:
        """A picture of this site; one from elsewhere becomes a link, because a lesson asks no other host for anything."""
        token = tokens[idx]
        if is_own_address(str(token.attrs.get("src", ""))):
            return super().image(tokens, idx, options, env)
        text = self.renderInlineAsText(token.children or [], options, env) or str(token.attrs["src"])
        if sum(other.nesting for other in tokens[:idx] if other.type.startswith("link_")):
            return _escape(text)
        return f'<a href="{_escape(str(token.attrs["src"]))}">{_escape(text)}</a>'

    def softbreak(self, tokens, idx, options, env) -> str:
        return "<br>\n" if env.get("breaks") else "\n"

    def th_open(self, tokens, idx, options, env) -> str:
        return _cell(tokens[idx])

    td_open = th_open


def _cell(token: Token) -> str:
    """A column aligned to the right holds numbers. Inline style is not allowed by the content-security policy."""
    is_number = token.attrs.get("style") == "text-align:right"
    return f'<{token.tag} class="{NUMBER_CLASS}">' if is_number else f"<{token.tag}>"


def _lower_headings(state: StateCore) -> None:
    top = state.env.get("top_heading", 1)
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{max(top, int(token.tag[1]))}"


def _is_allowed_link(address: str) -> bool:
    scheme = _SCHEME.match("".join(char for char in address if char > " "))
    return scheme is None or scheme[1].lower() in LINK_SCHEMES


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(html, tags=tags, attributes=_ATTRIBUTES, attribute_filter=_filter_attribute, url_schemes=LINK_SCHEMES, link_rel=None)


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src" and not is_own_address(value):
        return None
    if name == "class" and not (_CODE_CLASS.match(value) if tag == "code" else value == NUMBER_CLASS):
        return None
    return value


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
