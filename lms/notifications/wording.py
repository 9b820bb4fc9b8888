"""The words of letters that editors have replaced: which count now, and how names are put into them.

Words are data, never a template: nothing in them is carried out. `{course}` is a name of a thing that the kind of letter knows; any
other brace, and every `%`, is a character like others."""

import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from .kinds import LetterKind
from .models import LetterWording

NAME = re.compile(r"\{(\w+)\}")
FRESH = 20  # seconds: for so long a process sends letters by the words it has read
EVERYWHERE = {"name": _("The name of whoever gets the letter"), "site": _("The name of this site")}

PLACES = {
    "subject": _("Subject"),
    "opening": _("Opening"),
    "more": _("What follows"),
    "button": _("Words of the link"),
    "closing": _("Closing"),
}  # fmt: skip
WHEN = {
    "accepted": _("when the work is accepted"),
    "returned": _("when something comes back"),
    "by_me": _("when the person did it themselves"),
    "no_time": _("when there is no time for it"),
    "invited": _("when somebody invites to it"),
    "given_back": _("when the place was given back"),
    "unchanged": _("when nothing changes"),
    "course": _("when it leads to the course"),
    "week": _("after a week"),
    "fortnight": _("after two weeks"),
}  # fmt: skip
ONE_LINE = {"subject", "button"}


def part_of(place: str) -> tuple[str, str]:
    """Of `opening_accepted` the opening, when the work is accepted."""
    base, _sign, when = place.partition("_")
    return base, when


def is_place(place: str) -> bool:
    base, when = part_of(place)
    return base in PLACES and (not when or when in WHEN)


def is_one_line(place: str) -> bool:
    return part_of(place)[0] in ONE_LINE


def label_of(place: str) -> str:
    base, when = part_of(place)
    return f"{PLACES[base]}, {WHEN[when]}" if when else str(PLACES[base])


@dataclass(frozen=True)
class Wording:
    """What editors say in a letter, by place, and the names that may stand in it. `met`: the places that the letter has shown."""

    texts: Mapping[str, str]
    names: Collection[str]
    met: set[str] = field(default_factory=set)

    def text_of(self, place: str) -> str:
        self.met.add(place)
        return self.texts.get(place, "")

    def fill(self, text: str, value_of: Callable[[str], Any], escape: Callable[[str], str]) -> str | None:
        """Nothing, if a name has nothing to say in this letter: then it says the words it came with."""
        said = {name: escape(str(localize(value_of(name) if name in self.names else ""))) for name in NAME.findall(text)}
        return NAME.sub(lambda found: said[found[1]], text) if all(said.values()) else None


def names_in(kind: LetterKind) -> dict[str, Any]:
    return EVERYWHERE | dict(kind.variables)


def wording_of(kind: LetterKind, language: str) -> Wording:
    return Wording(_kept.words.get((kind.key, language), {}), names_in(kind))


Words = dict[tuple[str, str], dict[str, str]]


def read_words() -> Words:
    """All that count now, by kind and language, in one query."""
    words: Words = {}
    for one in LetterWording.objects.newest().exclude(text=""):
        words.setdefault((one.kind, one.language), {})[one.place] = one.text
    return words


class _Kept:
    """What this process has read. Read again when it is no longer fresh, so that ten thousand letters do not ask ten thousand times and
    new words are in every process's letters soon."""

    def __init__(self) -> None:
        self._words: Words = {}
        self._fresh_until = 0.0

    @property
    def words(self) -> Words:
        if time.monotonic() >= self._fresh_until:
            self._words, self._fresh_until = read_words(), time.monotonic() + FRESH
        return self._words

    def forget(self) -> None:
        self._fresh_until = 0.0


_kept = _Kept()
forget_kept_words = _kept.forget
