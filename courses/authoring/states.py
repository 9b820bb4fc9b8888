"""What a page says, as plain data: compared with what a folder says, and with what the page said when they last agreed."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from courses.catalogue.models import CoursePage, LessonPage, ModulePage

from .folder.document import Block, Item, Media
from .quiz_block import RowNames
from .rubric_names import RubricRows
from .stream import Context, clean_text, from_raw

PAGE_TYPES: dict[str, type[Page]] = {"course": CoursePage, "module": ModulePage, "lesson": LessonPage}
FIELDS = {"course": ("summary", "introduction", "level", "topics", "hours"), "module": ("introduction",), "lesson": ("summary", "minutes")}
TEXTS = ("summary", "introduction")
BY_ROW = Context(
    pk_of=lambda media: int(media.path.partition(":")[2]),
    media_of=lambda kind, pk: Media(f"{kind}:{pk}"),
    names=RowNames(),
    rubrics=RubricRows(),
)


@dataclass
class State:
    """Media are named by their rows here (`image:5`), links are addresses: a state belongs to its site."""

    title: str
    fields: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)
    is_live: bool = True

    def digest(self) -> str:
        text = json.dumps(
            [self.title, self.fields, [_plain(block) for block in self.blocks], self.is_live], ensure_ascii=False, sort_keys=True
        )
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Block):
        return [value.kind, value.id, _plain(value.value)]
    if isinstance(value, Item):
        return [value.id, _plain(value.value)]
    if isinstance(value, Media):
        return value.path
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def kind_of(page: Page) -> str:
    return next(kind for kind, page_type in PAGE_TYPES.items() if isinstance(page, page_type))


def latest(page: Page) -> State:
    """What the page says now, drafts included."""
    content = page.latest_revision.content if page.latest_revision_id else None
    return _state(page, content) if content else live(page)


def live(page: Page) -> State:
    """What readers of the page see."""
    kind = kind_of(page)
    content = {"title": page.title, **{name: getattr(page, name) for name in FIELDS[kind]}}
    if kind == "lesson":
        content["body"] = page.body.stream_block.get_prep_value(page.body)
    return _state(page, content)


def _state(page: Page, content: dict[str, Any]) -> State:
    kind = kind_of(page)
    fields = {name: _plain_field(name, content[name]) for name in FIELDS[kind]}
    raw = content.get("body") or []
    blocks = from_raw(json.loads(raw) if isinstance(raw, str) else raw, BY_ROW) if kind == "lesson" else []
    return State(content["title"], fields, blocks, page.live)


def _plain_field(name: str, value: Any) -> Any:
    """Topics are a set: the form in the admin has an order of its own."""
    if name in TEXTS:
        return clean_text(value)
    return sorted(value) if name == "topics" else value


def has_draft(page: Page) -> bool:
    return page.has_unpublished_changes and latest(page).digest() != live(page).digest()
