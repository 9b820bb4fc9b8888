"""The way to the desk, in the header of every page, and the desk's own navigation."""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.skeletons import skeleton

from ..queue.asking import how_many, in_sql
from ..rules import reviews_somewhere, supervises_somewhere, works_at_desk

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
    language, is_supervisor = get_language() or "", supervises_somewhere(context["user"])
    path = context["request"].path
    places = [place for place in _places(language) if is_supervisor or not place.is_for_supervisors]
    here = path if any(place.url == path for place in places) else ""
    return skeleton("mentorship/desk/navigation.html", (language, is_supervisor, here), lambda: {"places": places, "here": here}).fill({})


class _Place(NamedTuple):
    url: str
    title: str
    is_for_supervisors: bool = False


@lru_cache(maxsize=16)
def _places(language: str) -> list[_Place]:
    """`language` is the current one: addresses carry it."""
    return [
        _Place(reverse("desk"), _("Queue")),
        _Place(reverse("desk_answered"), pgettext("the mentor's desk", "Answered")),
        _Place(reverse("desk_sample"), _("Sample"), is_for_supervisors=True),
        _Place(reverse("mentor_replies"), _("Saved replies")),
        _Place(reverse("mentor_figures"), _("Figures")),
        _Place(reverse("mentor_availability"), _("Your time")),
    ]
