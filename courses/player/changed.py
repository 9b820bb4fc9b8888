"""What has changed in a lesson since the learner read it, as the lesson page and the road say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.translations.untranslated import Untranslated
from courses.catalogue import recording
from courses.catalogue.change_words import Line, block_name, lines
from courses.catalogue.changed import Changes, changes_of, what_changed
from courses.catalogue.differences import Kind
from courses.catalogue.differences.content import LESSON
from courses.catalogue.differences.gathering import ToldBlock
from courses.catalogue.foreign import foreign_of
from courses.enrolment.models import Enrolment, LessonPosition

from .reader import Reader

Seen = Mapping[int, int]  # by lesson that was read: the latest change of it that the learner knows, 0 for none


@dataclass(frozen=True)
class Item:
    """One block. `anchor` is empty where it is no longer there, `language` where it is the page's."""

    kind: str
    name: str
    title: str
    anchor: str
    lines: list[Line]
    was_answered_here: bool
    language: str


@dataclass(frozen=True)
class Changed:
    """`items` is empty where it is only known that something has changed."""

    items: list[Item]
    notes: tuple[str, ...] = ()


def changed_since_read(page: Any, reader: Reader) -> Changed | None:
    """None for who has not read the lesson, or has seen everything that readers are told."""
    changes: Changes = page.changes or changes_of(page.version)
    if reader.enrolment is None or reader.read_version_id is None:
        return None
    if changes.since(reader.seen_change_id):
        found = what_changed(page.version, changes, reader.seen_change_id)
        if found.blocks or found.notes:
            foreign = page.rendered.foreign if page.rendered else foreign_of(page.version.content)
            return Changed([_item(block, foreign) for block in found.blocks], found.notes)
    if reader.seen_change_id is None and reader.read_version_id in changes.unrecorded:
        return Changed([])
    return None


def seen_by(enrolments: Iterable[Enrolment]) -> dict[int, dict[int, int]]:
    """By enrolment: what is known of the lessons that were read. One query."""
    found: dict[int, dict[int, int]] = {enrolment.pk: {} for enrolment in enrolments}
    read = LessonPosition.objects.filter(enrolment__in=found, read_version__isnull=False)
    for enrolment_id, lesson_id, seen in read.values_list("enrolment_id", "lesson_id", "seen_change_id"):
        found[enrolment_id][lesson_id] = seen or 0
    return found


def _item(block: ToldBlock, foreign: Untranslated) -> Item:
    is_gone = block.kind == Kind.REMOVED
    definitions = recording.definitions()
    shows_words = block.kind != Kind.ADDED  # what is new is read where it stands
    return Item(
        kind=_kind(block),
        name=block_name(block.block_type, definitions, for_learners=True),
        title=block.title,
        anchor="" if is_gone or block.block_type == LESSON else f"#b-{block.block_id}",
        lines=lines(block.block_type, block.parts, definitions, for_learners=True, hidden="visually-hidden") if shows_words else [],
        was_answered_here=is_gone and block.is_activity,
        language=foreign.language if block.block_id in foreign.whole else "",
    )


def _kind(block: ToldBlock) -> str:
    if block.kind == Kind.CHANGED and block.is_moved:
        return _("Changed and moved")
    return str(Kind(block.kind).label)
