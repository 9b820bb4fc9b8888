from typing import Any

from django import template

from ..device import person_name
from ..kept_forms import FIELD, mark_of

register = template.Library()


@register.inclusion_tag("accounts/admin/still_signed_in.html", takes_context=True)
def still_signed_in(context: dict[str, Any]) -> dict[str, Any]:
    """In a form of the back office: what is typed there outlives a session that has ended."""
    person = context["request"].user
    return {"person": person_name(person), "field": FIELD, "mark": mark_of(person)}


@register.inclusion_tag("accounts/admin/kept_for.html", takes_context=True)
def kept_for(context: dict[str, Any]) -> dict[str, Any]:
    return {"field": FIELD, "mark": mark_of(context["request"].user)}
