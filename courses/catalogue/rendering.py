"""A published lesson as static HTML with slots. The same for everyone, made once per version and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Slot:
    """Where an activity stands in the body. `activity_id` and `version_id` are None in a preview of what was never published."""

    block_id: str
    kind: str
    title: str
    content: Mapping[str, Any]
    activity_id: int | None = None
    version_id: int | None = None
    is_required: bool = True
    is_private: bool = False


@dataclass(frozen=True)
class Section:
    block_id: str
    title: str


@dataclass(frozen=True)
class RenderedBody:
    """`slots[i]` stands between `pieces[i]` and `pieces[i + 1]`: there is one piece more than there are slots."""

    pieces: tuple[str, ...]
    slots: tuple[Slot, ...]
    sections: tuple[Section, ...]
