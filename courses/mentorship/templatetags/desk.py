"""The way to the desk, in the header of every page, and the desk's own navigation."""

from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language

from lms.accounts.models import User
from lms.core.skeletons import skeleton

from ..desk_places import DeskPlace, registered
from ..queue.asking import how_many, in_sql
from ..rules import reviews_somewhere, works_at_desk

register = template.Library()
_ALONE = "SELECT COUNT(*) FROM mentorship_reviewtask WHERE state = 'offered' AND offered_to_id = %s AND offered_until > %s"


@register.simple_tag
def waits_at_desk(person: User) -> int | None:
    """How much waits for the person alone; None where there is no desk for them. Learners, who are nearly everybody, cost no query;
    mentors two."""
    if not (person.is_superuser or person.has_duties) or not works_at_desk(person):
        return None
    return how_many(_ALONE, [person.pk, in_sql(now())]) if reviews_somewhere(person) else 0


@register.simple_tag(takes_context=True)
def desk_navigation(context: template.Context) -> SafeString:
    """The desk's own navigation; the link that leads to this page says so. Rendered once for each way it can look."""
    language, person, path = get_language() or "", context["user"], context["request"].path
    urls, shown = _urls(language), [(place, more) for place in registered() if (more := place.behind(person)) is not None]
    here = path if any(urls[place.name] == path for place, _more in shown) else ""
    key = (language, here, *((place.name, more) for place, more in shown))
    return skeleton("mentorship/desk/navigation.html", key, lambda: _folded(_ways(urls, shown), here)).fill({})


@lru_cache(maxsize=16)
def _urls(language: str) -> dict[str, str]:
    """`language` is the current one: addresses carry it."""
    return {place.name: reverse(place.name) for place in registered()}


def _ways(urls: dict[str, str], shown: list[tuple[DeskPlace, str]]) -> list[dict[str, Any]]:
    return [{"url": urls[place.name], "title": place.title, "more": more, "is_daily": place.is_daily or more} for place, more in shown]


def _folded(ways: list[dict[str, Any]], here: str) -> dict[str, Any]:
    """What is in sight, and what is under "More", which is named after the page that is open where it is one of those."""
    more = [way for way in ways if not way["is_daily"]]
    return {
        "places": [way for way in ways if way["is_daily"]],
        "more": more,
        "more_here": next((way for way in more if way["url"] == here), None),
        "here": here,
    }
