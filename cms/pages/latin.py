"""Titles in Latin letters, for addresses: Ukrainian by the resolution of the Cabinet of Ministers No. 55 of 2010, Bulgarian by the
Transliteration Act of 2009, Russian as in passports (ICAO Doc 9303), Czech without its marks. No database.

The tables go to the browser as they are (`static/js/admin/latin.js`), which does the same while a title is typed."""

import re
import unicodedata
from typing import Any, TypedDict

from django.utils.text import slugify

LONGEST = 200
WORD = re.compile(r"[^\W\d_]+")
APOSTROPHES = re.compile("['’ʼ`]")
ENDS = re.compile(r"^[\W_]+|[\W_]+$")


class Letters(TypedDict):
    """`first`: at the beginning of a word; `pairs`: two letters that are written otherwise together; `last`: at its end; `words`: whole."""

    letters: dict[str, str]
    first: dict[str, str]
    pairs: dict[str, str]
    last: dict[str, str]
    words: dict[str, str]


def _row(text: str) -> dict[str, str]:
    return {pair[0]: pair[1:] for pair in text.split()}


SHARED = _row(
    "аa бb вv гg дd еe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ь ъ юiu яia "
    "ґg єie іi їi ёe ыy эe ўu ђdj ѓg ѕdz јj љlj њnj ћc ќk џdz ѐe ѝi"
)


def _letters(own: str, **more: dict[str, str]) -> Letters:
    """Letters of the neighbours may stand in any title: in a name, in a quotation."""
    table: Any = {"letters": {**SHARED, **_row(own)}, "first": {}, "pairs": {}, "last": {}, "words": {}, **more}
    return table


LATIN: dict[str, Letters] = {
    "uk": _letters("гh иy", first=_row("єye їyi йy юyu яya"), pairs={"зг": "zgh"}),
    "bg": _letters("йy хh щsht ъa ьy юyu яya", last={"ия": "ia"}, words={"българия": "bulgaria"}),
    "ru": _letters("ъie"),
    "": _letters(""),
}


def in_latin(text: str, language: str) -> str:
    """In small letters. What belongs to no table stays, without its marks."""
    letters = LATIN.get(language, LATIN[""])
    plain = APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).lower())
    spelled = unicodedata.normalize("NFD", WORD.sub(lambda word: _spelled(word[0], letters), plain))
    unmarked = "".join(char for char in spelled if not unicodedata.category(char).startswith("M"))
    return ENDS.sub("", ENDS.sub("", unmarked)[:LONGEST])


def slug_of(title: str, language: str) -> str:
    return slugify(in_latin(title, language), allow_unicode=True)


def _spelled(word: str, letters: Letters) -> str:
    if word in letters["words"]:
        return letters["words"][word]
    said = ""
    at = 0
    while at < len(word):
        two = word[at : at + 2]
        if two in letters["pairs"]:
            said, at = said + letters["pairs"][two], at + 2
        elif two in letters["last"] and at + 2 == len(word):
            said, at = said + letters["last"][two], at + 2
        else:
            table = letters["first"] if at == 0 and word[at] in letters["first"] else letters["letters"]
            said, at = said + table.get(word[at], word[at]), at + 1
    return said
