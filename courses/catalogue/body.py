"""The body of a lesson: shared blocks from `cms.blocks` and one block per registered kind of activity."""

from wagtail import blocks

from cms.blocks.fields import LeanStreamField
from cms.blocks.lesson import LESSON_BLOCKS

from . import activity_kinds


class LessonBody(blocks.StreamBlock):
    """Built when first asked for, after every app has registered its kinds."""

    def __init__(self, local_blocks=None, **kwargs):
        kinds = [(kind.key, kind.block()) for kind in activity_kinds.all_kinds()]
        super().__init__([*((name, make()) for name, make in LESSON_BLOCKS.items()), *kinds, *(local_blocks or [])], **kwargs)


class BodyField(LeanStreamField):
    def __init__(self, block_types=LessonBody, **kwargs):
        super().__init__(block_types or LessonBody, **kwargs)
