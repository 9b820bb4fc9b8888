"""Texts of one question in several formats: Moodle keeps a format for each text, a definition one for all."""

from dataclasses import dataclass
from html import escape

from cms.blocks import markdown

from ..engine.definition import Format
from ..rendering import break_lines

_MARKUP = {Format.HTML, Format.MOODLE}


@dataclass(frozen=True)
class Text:
    words: str = ""
    format: Format = Format.MOODLE


def common_format(main: Text, *others: Text) -> Format:
    """The format of the main text, if the others say in it what they say in their own; else HTML."""
    same = all(not each.words or each.format == main.format or _reads_alike(each, main.format) for each in others)
    return main.format if same else Format.HTML


def in_format(text: Text, format: Format) -> str:
    """The text's words in `format`, which is its own or HTML (`common_format`)."""
    if text.format == format or _reads_alike(text, format):
        return text.words
    match text.format:
        case Format.MARKDOWN:
            html = markdown.render(text.words) if "\n" in text.words else markdown.render_inline(text.words)
            return str(html).strip()
        case Format.PLAIN:
            return escape(text.words, quote=False).replace("\n", "<br>\n")
        case _:
            return break_lines(text.words)


def _reads_alike(text: Text, format: Format) -> bool:
    """One line reads the same in HTML and Moodle's format, without markup also as plain text."""
    if Format.MARKDOWN in {text.format, format} or "\n" in text.words:
        return False
    return {text.format, format} <= _MARKUP or not set(text.words) & set("<&")
