"""People's names in the order of the alphabet, as on a list on a wall. A database sorts by code, where Ґ, Є, І, Ї and Č come last."""

import unicodedata

CYRILLIC = {letter: chr(0x430 + place) for place, letter in enumerate("абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя")}


def by_alphabet(name: str) -> tuple[str, str]:
    """A key to sort by: Cyrillic letters after Latin ones, of which those with a sign above stand with those without."""
    return "".join(CYRILLIC.get(letter) or _plain(letter) for letter in name.casefold()), name


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
