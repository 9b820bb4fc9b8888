"""The frame of every page: its header and its footer. No query for visitors and learners: the frame is part of the lesson page,
which counts them.

Both are rendered once for each way they can look; the reader's own (name, token, addresses of this page) is joined in."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lms.accounts.rules import opens_back_office
from lms.core.skeletons import skeleton

register = template.Library()
NAMES = dict(settings.LANGUAGES)


@register.simple_tag(takes_context=True)
def site_header(context: template.Context, waits_at_desk: int | None) -> SafeString:
    """`waits_at_desk`: how much waits for the person alone at the mentor's desk; None where they have no way there."""
    request, language = context["request"], get_language() or settings.LANGUAGE_CODE
    person: Any = context.get("user")
    is_signed_in = bool(person and person.is_authenticated)
    places = _places(language)
    look = {
        "is_signed_in": is_signed_in,
        "has_desk": is_signed_in and isinstance(waits_at_desk, int),
        "has_waiting": is_signed_in and bool(waits_at_desk),
        "opens_back_office": is_signed_in and opens_back_office(person),
        "is_demo": settings.IS_DEMO,
        "site_name": settings.SITE_NAME,
        **{f"{name}_is": _is_here(request.path, place) for name, place in places.items()},
    }

    def words() -> dict[str, Any]:
        return {**look, **places, "language": language, "language_name": NAMES[language]}

    theirs = {"language_links": _language_links(request)}
    if is_signed_in:
        theirs |= {"name": escape(person.get_short_name()), "token": str(context.get("csrf_token", "")), "waiting": str(waits_at_desk)}
    else:
        theirs["sign_in"] = escape(_sign_in_url(request))
    return skeleton("components/header.html", (language, *look.values()), words).fill(theirs)


@register.simple_tag
def site_footer() -> SafeString:
    return skeleton("components/footer.html", (get_language(), settings.SITE_NAME), lambda: {"site_name": settings.SITE_NAME}).fill({})


@lru_cache(maxsize=64)
def _places(language: str) -> dict[str, str]:
    """Where the links of the navigation lead. `language` is the current one: addresses carry it."""
    return {
        "courses": reverse("wagtail_serve", args=["courses/"]),
        "my_learning": reverse("my_learning"),
        "desk": reverse("desk"),
        "letters": reverse("mailbox"),
        "search": reverse("search"),
    }


def _is_here(path: str, place: str) -> str:
    """What a link of the navigation says of itself: it leads to this page, or to the part of the site it belongs to."""
    if not path.startswith(place):
        return ""
    return "page" if path == place else "true"


def _language_links(request: HttpRequest) -> str:
    """This page in each language, as items of a list."""
    current = get_language()
    before, after = _around_language(request)
    return "".join(_link(code, name, before + code + after, code == current) for code, name in NAMES.items())


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


def _sign_in_url(request: HttpRequest) -> str:
    """The way in, and back to this page afterwards."""
    url = reverse("account_login")
    is_about_accounts = request.path.startswith(url.removesuffix("login/"))
    return url if is_about_accounts or request.method != "GET" else f"{url}?{urlencode({'next': request.get_full_path()})}"
