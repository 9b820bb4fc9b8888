"""Filters that turn what an editor wrote into safe HTML."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from cms.blocks import markdown as markdown_text
from cms.blocks import rich_text as rich
from cms.blocks.foreign_text import language_of

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Markdown inside a lesson: its headings stand below the lesson's own."""
    return markdown_text.render(text or "", top_heading=markdown_text.LESSON_HEADING)


@register.filter
def markdown_line(text: str | None) -> SafeString:
    """One line of Markdown: a cell of a table, an item of a list."""
    return markdown_text.render_inline(str(text or ""))


@register.filter
def rich_text(value) -> SafeString:
    return rich.render(getattr(value, "source", value) or "")


@register.filter
def lang_of(text: object, otherwise: str = "") -> SafeString:
    """An attribute `lang` for what holds the text, where it is not in the language around it."""
    language = language_of(text, otherwise)
    return format_html(' lang="{}"', language) if language else SafeString()


@register.filter
def language_in_words(code: str) -> str:
    """In the reader's language, as it stands in the middle of a sentence: English alone writes it with a capital."""
    name = str(get_language_info(code)["name_translated"])
    return name if (get_language() or "").startswith("en") else name.lower()
