"""The body of a lesson: shared blocks from `cms.blocks` and one block per registered kind of activity."""

from wagtail import blocks
from wagtail.fields import StreamField

from cms.blocks.lesson import LESSON_BLOCKS

from . import activity_kinds


class LessonBody(blocks.StreamBlock):
    """Built when first asked for, after every app has registered its kinds."""

    def __init__(self, local_blocks=None, **kwargs):
        kinds = [(kind.key, kind.block()) for kind in activity_kinds.all_kinds()]
        super().__init__([*((name, make()) for name, make in LESSON_BLOCKS.items()), *kinds, *(local_blocks or [])], **kwargs)


class BodyField(StreamField):
    """A stream of lesson blocks. Migrations do not repeat the blocks: they change often and never the column."""

    def __init__(self, block_types=LessonBody, **kwargs):
        super().__init__(block_types or LessonBody, **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
