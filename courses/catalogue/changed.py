"""What has changed in a published lesson, for those who have read it. What every reader of a lesson needs of it is three numbers, kept with
the page; the words are kept beside it, and asked for only for who has not seen them."""

from dataclasses import dataclass, field

from django.core.cache import caches

from .differences import ChangeClass
from .differences.gathering import ToldBlock, gathered
from .models import BlockChange, LessonChange, LessonVersion

_MOST = 12  # of the changes that somebody has not seen, the latest are told
TOLD = [one.value for one in ChangeClass if one.is_told]


@dataclass(frozen=True)
class Changes:
    """`latest` is the id of the lesson's latest change in any language, 0 before the first; `told` the ids of those in this language that
    readers hear of, in order. `unrecorded` are wordings that were replaced before changes were written down."""

    latest: int = 0
    told: tuple[int, ...] = ()
    unrecorded: frozenset[int] = field(default_factory=frozenset)

    def since(self, seen: int | None) -> tuple[int, ...]:
        return tuple(one for one in self.told if one > (seen or 0))


@dataclass(frozen=True)
class ToldChange:
    id: int
    note: str
    blocks: tuple[ToldBlock, ...]


@dataclass(frozen=True)
class WhatChanged:
    blocks: tuple[ToldBlock, ...]
    notes: tuple[str, ...]


def changes_of(version: LessonVersion) -> Changes:
    """Two queries, when a page is put together to be kept."""
    rows = list(LessonChange.objects.filter(lesson=version.of_id).values_list("pk", "language", "change_class", "from_version_id"))
    mine = [row for row in rows if row[1] == version.language]
    known = {row[3] for row in mine}
    replaced = LessonVersion.objects.filter(of=version.of_id, language=version.language, is_current=False).values_list("pk", flat=True)
    return Changes(
        latest=max((row[0] for row in rows), default=0),
        told=tuple(pk for pk, _language, weight, _from in mine if weight in TOLD)[-_MOST:],
        unrecorded=frozenset(replaced) - known,
    )


def what_changed(version: LessonVersion, changes: Changes, seen: int | None) -> WhatChanged:
    """All since then as one. No query when the words are kept, two when not."""
    unseen = set(changes.since(seen))
    told = [change for change in _told(version, changes) if change.id in unseen]
    blocks = gathered(block for change in told for block in change.blocks)
    return WhatChanged(tuple(blocks), tuple(change.note for change in told if change.note))


def _told(version: LessonVersion, changes: Changes) -> list[ToldChange]:
    key = f"changes:{version.of_id}:{version.language}:{changes.latest}"
    store = caches["lessons"]
    kept = store.get(key)
    if kept is None:
        kept = _read(changes)
        store.set(key, kept)
    return kept


def _read(changes: Changes) -> list[ToldChange]:
    blocks: dict[int, list[ToldBlock]] = {}
    for row in BlockChange.objects.filter(change__in=changes.told):
        told = ToldBlock(
            row.block_id, row.block_type, row.kind, row.title, row.change_class, tuple(row.parts), row.is_activity, row.is_moved
        )
        blocks.setdefault(row.change_id, []).append(told)
    found = LessonChange.objects.filter(pk__in=changes.told)
    return [ToldChange(change.pk, change.note, tuple(blocks.get(change.pk, ()))) for change in found]
