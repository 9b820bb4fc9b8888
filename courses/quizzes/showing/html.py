"""The texts of one question as HTML, and as the plain words that lists and labels need."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from ..engine.definition import Definition
from ..rendering import inline_html, text_html

PLACE = re.compile(r"\[\[([^\[\]\s]+)\]\]")
EMPTY = SafeString()
_TAG = re.compile(r"""(<(?:[^>"']|"[^"]*"|'[^']*')*>)""")
_ALT = re.compile(r'<img [^>]*?alt="([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Texts:
    """`files`: addresses of the question's pictures by name."""

    format: str
    files: Mapping[str, str]

    @classmethod
    def of(cls, definition: Definition, files: Mapping[str, str]) -> "Texts":
        return cls(definition.format.value, files)

    def block(self, text: str) -> SafeString:
        return text_html(text, self.format, self.files) if text.strip() else EMPTY

    def line(self, text: str) -> SafeString:
        return inline_html(text, self.format, self.files) if text.strip() else SafeString()

    def plain(self, text: str) -> str:
        """For an option of a list and for names: words alone, a picture by what it is described as."""
        return plain_words(self.line(text))


def plain_words(rendered: str) -> str:
    return " ".join(html.unescape(strip_tags(_ALT.sub(r" \1 ", rendered))).split())


def with_places(rendered: str, fill: Callable[[str], str | None]) -> SafeString:
    """HTML with its places `[[id]]` filled; one that nothing fills stays as it is written. Only between tags: what stands in an
    attribute is left alone, so that nothing filled in can end up there."""
    pieces = _TAG.split(rendered)
    for at in range(0, len(pieces), 2):
        pieces[at] = PLACE.sub(lambda place: _filled(place, fill), pieces[at])
    return mark_safe("".join(pieces))


def _filled(place: re.Match[str], fill: Callable[[str], str | None]) -> str:
    filled = fill(place[1])
    return place[0] if filled is None else filled
