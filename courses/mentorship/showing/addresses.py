"""Addresses that a page needs a hundred times: finding each by itself would be a third of the work."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

_ANY = 8_888_888_880


def address(name: str, *parts: int | str) -> str:
    path = _pattern(name, get_language() or "", len(parts))
    for place, part in enumerate(parts):
        path = path.replace(str(_ANY + place), str(part))
    return path


@lru_cache(maxsize=512)
def _pattern(name: str, language: str, count: int) -> str:
    return reverse(name, args=[_ANY + place for place in range(count)])
