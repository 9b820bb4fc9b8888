"""What formats have in common that were made for Moodle: categories, fractions, numbers, names and ids."""

import math
import re
from html import unescape

from django.utils.translation import gettext_lazy as _

from ..engine.definition import Format
from .base import Names, Unreadable, excerpt, without_controls

MOST_LEVELS = 20
_CONTEXT = re.compile(r"\$\w+\$\Z")
_SLASH = re.compile(r"(?<!/)/(?!/)")

# What Moodle offers as a grade for an answer; others are moved to the nearest of them.
_POSITIVE = (1.0, 0.9, 5 / 6, 0.8, 0.75, 0.7, 2 / 3, 0.6, 0.5, 0.4, 1 / 3, 0.3, 0.25, 0.2, 1 / 6, 1 / 7, 1 / 8, 1 / 9, 0.1, 0.05)
FRACTIONS = (*_POSITIVE, 0.0, *(-fraction for fraction in _POSITIVE))


def category_names(path: str) -> Names:
    """`$course$/top/Water//wells/Deep` is ("Water/wells", "Deep"): a slash in a name is written twice, and where in Moodle the category
    stood is left out. What is deeper than `MOST_LEVELS` counts to the last of them."""
    names = [_one_line(name.replace("//", "/")) for name in _SLASH.split(path)]
    if names and _CONTEXT.match(names[0]):
        del names[0]
        if names and names[0] == "top":
            del names[0]
    return tuple(name for name in names if name)[:MOST_LEVELS]


def category_path(names: Names) -> str:
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in names)])


def nearest_fraction(fraction: float) -> float:
    """The fraction of Moodle's list that is nearest; on the list are the exact ones (a third is 1/3, not 0.33333)."""
    return min(FRACTIONS, key=lambda known: abs(known - fraction))


def snapped(fraction: float) -> float:
    """A rounded fraction is the exact one it stands for (33 % and 33.33333 % are 1/3: three of them have to be the whole); others stay."""
    nearest = nearest_fraction(fraction)
    return nearest if abs(nearest - fraction) < 0.005 else fraction


_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z")
_TAGS = re.compile(r"<[^<>]*>")
_NAME_LENGTH = 80


def number_in(text: str, line: int | None = None) -> float:
    """Raises Unreadable: a comma is not guessed to be a decimal one, 1,000 may be a thousand."""
    text = text.strip()
    number = float(text) if len(text) < 50 and _NUMBER.match(text) else math.inf
    if math.isinf(number):
        message = _("“%(number)s” is not a number. Numbers are written with digits and a point: 3.14.")
        raise Unreadable("number", message, line=line, text=text, number=excerpt(text))
    return number


def letter(number: int) -> str:
    """Ids of choices: a, b … z, aa, ab …"""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters, number = chr(ord("a") + rest) + letters, number - 1
    return letters


def name_of(name: str, text: str, format: Format) -> str:
    """A question's name on one line; without one, the beginning of its text."""
    if name := _one_line(name):
        return name[:255]
    if format in {Format.HTML, Format.MOODLE}:
        text = unescape(_TAGS.sub("", text[: _NAME_LENGTH * 50]))
    words = _one_line(text)
    return words if len(words) <= _NAME_LENGTH else f"{words[:_NAME_LENGTH]}..."


def _one_line(text: str) -> str:
    return " ".join(without_controls(text[:10_000]).split())
