"""What the frame of every page needs. No query: the frame is part of the lesson page, which counts them."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
NAMES = dict(settings.LANGUAGES)


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> SafeString:
    """This page in each language, as items of a list. Put together here, because it is on every page and loops in templates are slow."""
    current = get_language()
    before, after = _around_language(context["request"])
    return mark_safe("".join(_link(code, name, before + code + after, code == current) for code, name in NAMES.items()))


def _around_language(request: HttpRequest) -> tuple[str, str]:
    """The address of the page, cut where the language stands: in front, or, where no address carries one, in the query."""
    query = request.META.get("QUERY_STRING", "") if request.method == "GET" else ""
    _, first, *rest = request.path.split("/")
    if first in NAMES:
        return "/", escape("/" + "/".join(rest) + (f"?{query}" if query else ""))
    return escape(f"{request.path}?l="), ""


def _link(code: str, name: str, url: str, is_current: bool) -> str:
    mark = ' aria-current="true"' if is_current else ""
    return f'<li><a href="{url}" lang="{code}" hreflang="{code}"{mark}>{name}</a></li>'


@register.simple_tag
def language_name() -> str:
    return NAMES[get_language() or settings.LANGUAGE_CODE]


@register.simple_tag(takes_context=True)
def sign_in_url(context: template.Context) -> str:
    """The way in, and back to this page afterwards."""
    request: HttpRequest = context["request"]
    url = reverse("account_login")
    is_about_accounts = request.path.startswith(url.removesuffix("login/"))
    return url if is_about_accounts or request.method != "GET" else f"{url}?{urlencode({'next': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def here(context: template.Context, path: str) -> SafeString:
    """Marks a link of the navigation that leads to this page or to the part of the site it belongs to."""
    now = context["request"].path
    if not now.startswith(path):
        return mark_safe("")
    return mark_safe(' aria-current="page"' if now == path else ' aria-current="true"')
