from collections.abc import Iterator

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()
NAMES = dict(settings.LANGUAGES)


@register.simple_tag(takes_context=True)
def languages(context: dict) -> Iterator[dict[str, str | bool]]:
    """This page under each language's prefix: every address works under all of them. No query."""
    request: HttpRequest = context["request"]
    here = get_language()
    _, first, *rest = request.path.split("/")
    after = "/".join(rest) if first in NAMES else None
    for code, name in NAMES.items():
        yield {"code": code, "name": name, "url": f"/{code}/" if after is None else f"/{code}/{after}", "is_current": code == here}


@register.simple_tag(takes_context=True)
def here(context: dict, path: str) -> str:
    """Marks a link of the navigation that leads to this page or to the part of the site it belongs to."""
    request: HttpRequest = context["request"]
    if not request.path.startswith(path):
        return ""
    return mark_safe('aria-current="page"' if request.path == path else 'aria-current="true"')
