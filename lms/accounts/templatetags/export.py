"""For the page in the archive of somebody's data, whose shape each app decides for itself."""

from django import template

register = template.Library()


@register.filter
def kind_of(value: object) -> str:
    return {"dict": "dict", "list": "list"}.get(type(value).__name__, "text")


@register.filter
def in_words(key: str) -> str:
    return str(key).replace("_", " ").capitalize()
