from typing import Any

from django import template

from courses.catalogue.models import LessonPage

from ..copying import allowed
from ..models import Clipboard
from ..typed import copied_name

register = template.Library()


@register.inclusion_tag("writing/_clipboard.html", takes_context=True)
def clipboard(context: dict[str, Any]) -> dict[str, Any]:
    """Copying and pasting between the blocks of an open lesson, with what this person copied last."""
    if not isinstance(context["form"].instance, LessonPage):
        return {"is_offered": False}
    kept = Clipboard.objects.filter(person=context["request"].user).first()
    stream_block = LessonPage._meta.get_field("body").stream_block
    blocks = kept.blocks if kept and allowed(kept.blocks, stream_block) else []
    return {"is_offered": True, "copied": copied_name(blocks, stream_block) if blocks else ""}
