"""The body of a lesson: shared blocks from `cms.blocks` and one block per registered kind of activity."""

from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.fields import LeanStreamField
from cms.blocks.lesson import LESSON_BLOCKS

from . import activity_kinds, describing


class LessonBody(blocks.StreamBlock):
    """Built when first asked for, after every app has registered its kinds."""

    def __init__(self, local_blocks=None, **kwargs):
        kinds = [(kind.key, kind.block()) for kind in activity_kinds.all_kinds()]
        super().__init__([*((name, make()) for name, make in LESSON_BLOCKS.items()), *kinds, *(local_blocks or [])], **kwargs)

    def clean(self, value):
        value = super().clean(value)
        lesson = {block.id: (block.block_type, activity) for block, activity in describing.activities(value)}
        errors = {}
        for place, block in enumerate(value):
            kind = activity_kinds.get(block.block_type)
            problems = kind.problems(block.value, lesson) if kind and kind.problems else {}
            if problems:
                errors[place] = StructBlockValidationError(block_errors=problems)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return value


class BodyField(LeanStreamField):
    def __init__(self, block_types=LessonBody, **kwargs):
        super().__init__(block_types or LessonBody, **kwargs)
