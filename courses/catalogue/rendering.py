"""A published lesson as static HTML with slots. The same for everyone, made once per version and kept."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import override
from wagtail.blocks import StreamValue

import cms.blocks

from . import describing
from .models import ActivityVersion, LessonPage, LessonVersion
from .versioning import content_hash


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
    earlier: tuple["EarlierWording", ...] = ()


@dataclass(frozen=True)
class EarlierWording:
    """What an exercise asked before it came to ask something else; in any language, for learners switch."""

    version_id: int
    language: str
    title: str
    prompt: str


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


_GENERATION = "lesson-media"


def lesson_body(version: LessonVersion) -> RenderedBody:
    """The body of a version. No query when it is kept, else a constant number.

    It is kept by version, by the templates that made it, and until a picture or file of the library changes."""
    key = f"body:{version.pk}:{release()}"
    store = caches["lessons"]
    found = store.get_many([_GENERATION, key])
    generation = found.get(_GENERATION)
    kept = found.get(key)
    if kept and kept[0] == generation:
        return kept[1]
    generation = generation or forget_media()
    body = _render(_stream(version), language=version.language, published=_published(version), earlier=_earlier(version))
    store.set(key, (generation, body))
    return body


def preview_body(page: LessonPage) -> RenderedBody:
    """What the editor sees before publishing: never kept, and nothing in it can be answered."""
    return _render(page.body, language=page.locale.language_code, published={})


def forget_media() -> str:
    """Call it when a picture or file changes: the addresses in kept bodies may be dead."""
    generation = uuid4().hex
    caches["lessons"].set(_GENERATION, generation, None)
    return generation


def forget_body(version: LessonVersion) -> None:
    """Call it when a version is shown again, or its exercises have earlier wordings that they had not."""
    caches["lessons"].delete(f"body:{version.pk}:{release()}")


def _stream(version: LessonVersion) -> StreamValue:
    return LessonPage._meta.get_field("body").stream_block.to_python(version.content.get("body") or [])


def _published(version: LessonVersion) -> dict[str, dict[str, ActivityVersion]]:
    """The wordings of the lesson's activities in this language, by block id and hash: a version shows the one it was published with."""
    found: dict[str, dict[str, ActivityVersion]] = {}
    wordings = ActivityVersion.objects.filter(of__lesson_id=version.of_id, language=version.language).select_related("of").defer("content")
    for wording in wordings:
        found.setdefault(wording.of.block_id, {})[wording.content_hash] = wording
    return found


def _earlier(version: LessonVersion) -> dict[str, list[EarlierWording]]:
    found: dict[str, list[EarlierWording]] = {}
    for wording in ActivityVersion.objects.filter(of__lesson_id=version.of_id, is_superseded=True).select_related("of").order_by("pk"):
        earlier = EarlierWording(wording.pk, wording.language, wording.title, wording.content.get("prompt") or "")
        found.setdefault(wording.of.block_id, []).append(earlier)
    return found


def _render(
    body: StreamValue,
    *,
    language: str,
    published: Mapping[str, Mapping[str, ActivityVersion]],
    earlier: Mapping[str, Sequence[EarlierWording]] = MappingProxyType({}),
) -> RenderedBody:
    described = {block.id: activity for block, activity in describing.activities(body)}
    pieces, slots = [""], []
    with override(language):
        for block in body:
            if block.id in described:
                slot = _slot(block, described[block.id], published.get(block.id, {}))
                slots.append(replace(slot, earlier=tuple(earlier.get(block.id, ()))))
                pieces.append("")
            else:
                pieces[-1] += block.block.render(block.value, context={"block_id": block.id})
    sections = tuple(Section(section["id"], section["title"]) for section in describing.sections(body))
    return RenderedBody(tuple(pieces), tuple(slots), sections)


def _slot(block: Any, activity: describing.ActivityContent, wordings: Mapping[str, ActivityVersion]) -> Slot:
    exact = wordings.get(content_hash(activity.title, activity.content))
    wording = exact or max(wordings.values(), key=lambda known: (known.is_current, known.pk), default=None)
    return Slot(
        block_id=block.id,
        kind=block.block_type,
        title=activity.title,
        content=activity.content,
        activity_id=wording.of_id if wording else None,
        version_id=wording.pk if wording else None,
        is_required=activity.is_required,
        is_private=activity.is_private,
    )


@cache
def release() -> str:
    """Changes when a block's template or code does, so that a new release shows its own."""
    digest = hashlib.sha256()
    folders = [(settings.BASE_DIR / "templates" / "blocks", "*.html"), (Path(cms.blocks.__file__).parent, "**/*.py")]
    for folder, pattern in folders:
        for path in sorted(folder.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
