"""What a new lesson begins from: a template of the site, or one that editors have saved."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from courses.catalogue.models import CoursePage, LessonPage

from .copying import Block, fresh
from .models import LessonTemplate
from .patterns import PATTERNS, pattern


@dataclass(frozen=True)
class Offered:
    key: str
    title: Any
    description: Any
    minutes: int
    kinds: list[Any]  # the names of its blocks, in their order


def course_key(module: Page) -> Any:
    course = CoursePage.objects.ancestor_of(module, inclusive=True).first()
    return course.translation_key if course else None


def offered(module: Page) -> list[Offered]:
    language = module.locale.language_code
    ours = [Offered(one.key, one.title, one.description, one.minutes, _kinds(one.blocks(language))) for one in PATTERNS]
    saved = LessonTemplate.objects.offered(language=language, course_key=course_key(module))
    return ours + [Offered(str(row.pk), row.title, row.description, row.minutes, _kinds(row.blocks)) for row in saved]


def begin(lesson: LessonPage, *, key: str, module: Page) -> bool:
    """Fill a new lesson; False where there is no such template for it."""
    language = module.locale.language_code
    if ours := pattern(key):
        blocks, minutes = ours.blocks(language), ours.minutes
    else:
        saved = LessonTemplate.objects.offered(language=language, course_key=course_key(module))
        row = saved.filter(pk=key).first() if key.isdecimal() else None
        if row is None:
            return False
        blocks, minutes = row.blocks, row.minutes
    stream = lesson._meta.get_field("body").stream_block
    lesson.body = stream.to_python([block for block in fresh(blocks)[0] if block["type"] in stream.child_blocks])
    lesson.minutes = minutes
    return True


def _kinds(blocks: list[Block]) -> list[Any]:
    known = LessonPage._meta.get_field("body").stream_block.child_blocks
    return [known[block["type"]].label for block in blocks if block["type"] in known]
