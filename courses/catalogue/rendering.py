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
from cms.translations.marking import around, mark_body
from cms.translations.untranslated import Untranslated

from . import describing
from .foreign import NOTHING, foreign_of
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
    language: str = ""  # of its words, where that is another than the page's


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
    language: str = ""  # where that is another than the lesson's


@dataclass(frozen=True)
class RenderedBody:
    """`slots[i]` stands between `pieces[i]` and `pieces[i + 1]`: there is one piece more than there are slots."""

    pieces: tuple[str, ...]
    slots: tuple[Slot, ...]
    sections: tuple[Section, ...]
    foreign: Untranslated = NOTHING


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
    foreign = foreign_of(version.content)
    published = _published(version, foreign)
    body = _render(_stream(version), language=version.language, published=published, earlier=_earlier(version), foreign=foreign)
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


def _published(version: LessonVersion, foreign: Untranslated) -> dict[str, dict[str, ActivityVersion]]:
    """The wordings of the lesson's activities, by block id and hash, each in the language that its block is shown in: a version shows the
    one it was published with."""
    found: dict[str, dict[str, ActivityVersion]] = {}
    languages = {version.language, foreign.language}
    wordings = ActivityVersion.objects.filter(of__lesson_id=version.of_id, language__in=languages).select_related("of").defer("content")
    for wording in wordings:
        block_id = wording.of.block_id
        if wording.language == (foreign.language if block_id in foreign.whole else version.language):
            found.setdefault(block_id, {})[wording.content_hash] = wording
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
    foreign: Untranslated = NOTHING,
) -> RenderedBody:
    mark_body(body, foreign.texts, foreign.language)
    described = {block.id: activity for block, activity in describing.activities(body)}
    pieces, slots = [""], []
    with override(language):
        for block in body:
            before, after = around(foreign, block.id, language)
            pieces[-1] += before
            if block.id in described:
                spoken = foreign.language if block.id in foreign.whole else ""
                slot = _slot(block, described[block.id], published.get(block.id, {}), spoken)
                slots.append(replace(slot, earlier=tuple(earlier.get(block.id, ()))))
                pieces.append("")
            else:
                own = {"ui_language": language} if block.id in foreign.whole else {}
                pieces[-1] += block.block.render(block.value, context={"block_id": block.id, **own})
            pieces[-1] += after
    sections = tuple(
        Section(section["id"], section["title"], foreign.language if section["id"] in foreign.whole else "")
        for section in describing.sections(body)
    )
    return RenderedBody(tuple(pieces), tuple(slots), sections, foreign)


def _slot(block: Any, activity: describing.ActivityContent, wordings: Mapping[str, ActivityVersion], language: str) -> Slot:
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
        language=language,
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
