"""Texts of one question in several formats: other systems keep a format for each text, a definition one for all."""

from dataclasses import dataclass

from ..engine.definition import Format
from .markup import says_the_same, to_html

_MARKUP = {Format.HTML, Format.MOODLE}


@dataclass(frozen=True)
class Text:
    words: str = ""
    format: Format = Format.MOODLE


def common_format(main: Text, *others: Text) -> Format:
    """The format that all texts can be said in as they are: that of the main text, else the only one in which anything is marked; else
    HTML."""
    marked = [each for each in (main, *others) if not says_the_same(each.words)]
    if all(each.format == main.format or _reads_alike(each, main.format) for each in marked):
        return main.format
    formats = {each.format for each in marked}
    return next(iter(formats)) if len(formats) == 1 else Format.HTML


def in_format(text: Text, format: Format) -> str:
    """The text's words in `format`, which is its own or HTML (`common_format`)."""
    if text.format == format or says_the_same(text.words) or _reads_alike(text, format):
        return text.words
    return to_html(text.words, text.format, one_line="\n" not in text.words)


def _reads_alike(text: Text, format: Format) -> bool:
    """One line reads the same in HTML and Moodle's format, without markup also as plain text."""
    if Format.MARKDOWN in {text.format, format} or "\n" in text.words:
        return False
    return {text.format, format} <= _MARKUP or not set(text.words) & set("<&")
