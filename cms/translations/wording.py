"""A text as wagtail-localize stores it, as a translator reads it, and what has changed between two."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, validate_translation_links

from lms.core.log.words import Encoding, spans


class NotAText(Exception):
    """What was typed cannot stand in the page: a tag that is not allowed, or a link that the source has not. Said in the translator's
    language: wagtail-localize speaks of strings and elements, in some languages only."""

    def __str__(self) -> str:
        return _("Only simple tags such as <b> may stand here, and the links of the source as they are: <a id=…>. Take out the others.")


def shown(data: str, *, is_rich: bool) -> str:
    """Markdown and lines as they are; of a text with buttons the inline tags are the translator's too."""
    return data if is_rich else StringValue(data).render_text()


def stored(text: str, *, is_rich: bool, source: str) -> str:
    """Raises NotAText."""
    text = _lines(text)
    if not text.strip():
        return ""
    if not is_rich:
        return StringValue.from_plaintext(text).data
    try:
        data = StringValue.from_translated_html(text).data
        validate_translation_links(source, data)
    except ValueError as error:
        raise NotAText from error
    return data


def _lines(text: str) -> str:
    """As a browser sends them → as they are stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def mark(data: str) -> str:
    """What somebody has read, to be compared with what is there when they save."""
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def is_as_read(text: str, read: str) -> bool:
    """Whether a field was sent as it was shown; of a text that is gone nobody knows whether it had tags."""
    text = _lines(text)
    plain = StringValue.from_plaintext(text).data if text.strip() else ""
    return read in (mark(plain), mark(text))


@dataclass(frozen=True)
class Span:
    words: str
    change: str = ""  # "del", "ins", or nothing


def difference(before: str, after: str) -> list[Span]:
    encoding = Encoding()
    found = []
    for deleted, inserted, equal in spans(encoding.encode(before), encoding.encode(after)):
        pieces = ((deleted, "del"), (inserted, "ins"), (equal, ""))
        found += [Span(encoding.decode(code), change) for code, change in pieces if code]
    return found
