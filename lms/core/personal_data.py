"""What the site knows about a person, app by app: each registers how to hand it over and how to erase it (`AppConfig.ready`).

Erasing is forgetting what a person wrote and is called: payloads go, events, times and counts stay. An eraser runs inside
one transaction with all others and must be safe to run twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.core.files import File


@dataclass(frozen=True, kw_only=True)
class ExportFile:
    """A file for the archive: its name there (may have folders) and how to open it, so that it is read only when it is packed."""

    name: str
    open: Callable[[], BinaryIO | File]


def no_files(person: Any) -> Iterable[ExportFile]:
    return ()


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """`export` answers with what `json.dumps` takes (dates and numbers as they are): a dict, or a list of dicts, with keys a person
    can read. `label` is the heading over it. `files` adds what is not text."""

    key: str
    label: Any
    export: Callable[[Any], dict | list]  # each takes the person: this app does not know the model of people
    erase: Callable[[Any], None]
    files: Callable[[Any], Iterable[ExportFile]] = no_files


_registered: dict[str, PersonalData] = {}


def register(data: PersonalData) -> None:
    if data.key in _registered:
        raise ValueError(f"Personal data {data.key!r} is registered already.")
    _registered[data.key] = data


def registered() -> list[PersonalData]:
    """In the order of the apps that registered them, the highest app first: what refers goes before what is referred to."""
    return list(_registered.values())
