"""Where the desk's navigation leads beside its own pages: apps above this one register theirs in `AppConfig.ready`."""

from dataclasses import dataclass
from typing import Any

from lms.accounts.models import Role


@dataclass(frozen=True)
class DeskPlace:
    """`name` is of the address; `roles`: whoever holds one of them somewhere finds it."""

    name: str
    title: Any
    roles: tuple[Role, ...]


_registered: list[DeskPlace] = []


def register(place: DeskPlace) -> None:
    _registered.append(place)


def registered() -> list[DeskPlace]:
    return _registered
