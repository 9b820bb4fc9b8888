"""Why somebody got a letter, in the words of the letter itself."""

from typing import Any

from django.template import Context
from django.template.base import Template
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from . import kinds
from .inbox import GONE
from .message import context_of, zone_of
from .models import Letter

PRIORITY = {
    Letter.Priority.MUST: _("It must be sent: it goes at once, at any hour, beside all limits, and cannot be stopped."),
    Letter.Priority.TIMELY: _("It loses its worth by waiting: it goes by day as soon as the day and the week have room for a letter."),
    Letter.Priority.CAN_WAIT: _("It can wait: it goes together with another letter, or in the evening when none came that day."),
}


def why_in_words(letter: Letter) -> str:
    """The sentence at the foot of the letter; nothing, if what it was about is gone."""
    if not kinds.is_known(letter.kind):
        return ""
    kind, person = kinds.get(letter.kind), letter.person
    with translation.override(person.language), timezone.override(zone_of(person)):
        try:
            return _block("why", kind.template("body.txt"), Context(context_of(letter, kind), autoescape=False))
        except GONE:
            return ""


def _block(name: str, template_name: str, context: Context) -> str:
    template: Template = get_template(template_name).template  # type: ignore[attr-defined]
    blocks: list[Any] = template.nodelist.get_nodes_by_type(BlockNode)
    found = [node for node in blocks if node.name == name]
    with context.bind_template(template):
        return " ".join(str(found[0].nodelist.render(context)).split()) if found else ""
