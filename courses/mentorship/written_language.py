"""In which language a piece of work is written, as far as its letters tell. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

CYRILLIC = {"uk", "ru", "bg"}
_CYRILLIC, _LATIN = re.compile(r"[Ѐ-ӿ]"), re.compile(r"[A-Za-zÀ-ž]")


def language_by_letters(values: Iterable[Any], *, shown_in: str, otherwise: str) -> str:
    """The language the site was shown in when it was handed in; that of the course where the site was in Latin letters and most of what
    was written is not: whoever has the site in English and writes Russian writes Russian."""
    if shown_in in CYRILLIC or otherwise not in CYRILLIC:
        return shown_in
    words = " ".join(text for value in values for text in _texts(value))
    return otherwise if len(_CYRILLIC.findall(words)) > len(_LATIN.findall(words)) else shown_in


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
