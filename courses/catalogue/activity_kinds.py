"""Kinds of activity that a lesson's body may hold. The app that owns a kind registers it in `AppConfig.ready`; the lesson page
names it by its key, which is also the name of its block."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks


@dataclass(frozen=True)
class ActivityContent:
    """What an `ActivityVersion` keeps of a block: enough to show an answer with the prompt it answered, for ever."""

    title: str
    content: dict[str, Any] = field(default_factory=dict)
    is_required: bool = True
    is_private: bool = False


@dataclass(frozen=True)
class ActivityKind:
    """`has_dates`: coordinators say when it opens and closes for a cohort. `problems` says, by field, what a block cannot be beside the
    other activities of its lesson, which it is given by block id: kind and content."""

    key: str
    block: Callable[[], blocks.Block]
    describe: Callable[[Any], ActivityContent]
    has_dates: bool = False
    problems: Callable[[Any, Mapping[str, tuple[str, ActivityContent]]], Mapping[str, ValidationError]] | None = None


_kinds: dict[str, ActivityKind] = {}


def register(kind: ActivityKind) -> None:
    _kinds[kind.key] = kind


def get(key: str) -> ActivityKind | None:
    return _kinds.get(key)


def all_kinds() -> Iterable[ActivityKind]:
    return _kinds.values()
