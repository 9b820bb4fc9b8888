"""Machine translation. The site knows none: a setting names a class that does. What it proposes is marked until somebody
has confirmed it, and never published before (`drafts.save_draft`)."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Translator(Protocol):
    """`name` is shown beside what it proposes; one without a name is not offered. `suggest` gives a text for each, in the same order, with
    Markdown and inline tags (`<b>`, `<a id="a1">`) as they are. It raises CannotSuggest with a sentence for the translator."""

    name: str

    def suggest(self, texts: Sequence[str], *, source: str, target: str) -> Sequence[str]: ...


class CannotSuggest(Exception):
    """The service is away, or does not know the pair of languages."""


class NoTranslator:
    name = ""

    def suggest(self, texts: Sequence[str], *, source: str, target: str) -> Sequence[str]:
        raise CannotSuggest


@cache
def _made(path: str) -> Translator:
    return import_string(path)()


def translator() -> Translator:
    return _made(settings.TRANSLATOR)
