"""For the page in the archive of somebody's data, whose shape each app decides for itself."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import yesno
from django.utils.formats import date_format
from django.utils.timezone import localtime

register = template.Library()


@register.filter
def kind_of(value: object) -> str:
    """What is empty is text too: a dash."""
    return {"dict": "dict", "list": "list"}.get(type(value).__name__, "text") if value else "text"


@register.filter
def readable(value: object) -> str:
    """As a person writes it; `data.json` has it as programs do."""
    if isinstance(value, bool):
        return str(yesno(value))
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return "—" if value in (None, "", [], {}) else str(value)


@register.filter
def in_words(key: str) -> str:
    return str(key).replace("_", " ").capitalize()
