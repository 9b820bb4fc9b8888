from typing import Any

from django import template
from django.http import HttpRequest

from ..device import person_name
from ..kept_forms import FIELD, MENDED, SENT_AGAIN, mark_of

register = template.Library()


@register.inclusion_tag("accounts/admin/still_signed_in.html", takes_context=True)
def still_signed_in(context: dict[str, Any]) -> dict[str, Any]:
    """In a form of the back office: what is typed there outlives a session that has ended."""
    person = context["request"].user
    return {"person": person_name(person), "field": FIELD, "mark": mark_of(person), **_sent_again(context["request"])}


def _sent_again(request: HttpRequest) -> dict[str, str]:
    """A kept form that was sent again and comes back with mistakes: the next press of its button is about that one still."""
    return {"mended_field": MENDED, "mended": request.POST.get(SENT_AGAIN) or request.POST.get(MENDED, "")}


@register.inclusion_tag("accounts/admin/kept_for.html", takes_context=True)
def kept_for(context: dict[str, Any]) -> dict[str, Any]:
    return {"field": FIELD, "mark": mark_of(context["request"].user)}
