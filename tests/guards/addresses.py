"""Every address of the site, with a sample for each part that varies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

SAMPLES: dict[type, Any] = {IntConverter: 1, UUIDConverter: "01890a5d-ac96-774b-bcce-b302099a8057"}


@dataclass(frozen=True)
class Address:
    name: str
    path: str


def addresses() -> Iterator[Address]:
    for names, pattern in _walk(get_resolver(), ()):
        if pattern.name:
            name = ":".join([*names, pattern.name])
            yield Address(name, _path(name, pattern))


def _walk(resolver: URLResolver, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            yield names, pattern


def _path(name: str, pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    named = {part: SAMPLES.get(type(converter), "x") for part, converter in converters.items()}
    regex = pattern.pattern.regex
    named |= {part: "1" for part in regex.groupindex if part not in named}
    unnamed = ["1"] * (regex.groups - len(regex.groupindex))
    tries: list[dict[str, Any]] = [{"kwargs": named}, {"args": unnamed}, {"kwargs": dict.fromkeys(named, "1")}, {}, {"args": [""]}]
    for one in tries:
        try:
            return reverse(name, **one)
        except NoReverseMatch:
            continue
    raise AssertionError(f"No sample fits the address {name} ({pattern.pattern}); add one to SAMPLES.")
