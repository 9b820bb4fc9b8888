"""The way to the desk, in the header of every page, and the desk's own navigation."""

from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.accounts.rules import has_role_anywhere
from lms.core.skeletons import skeleton

from ..desk_places import registered
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
    language, person = get_language() or "", context["user"]
    is_reviewer, is_supervisor = reviews_somewhere(person), supervises_somewhere(person)
    path = context["request"].path
    is_for = {_Whom.ALL: True, _Whom.REVIEWERS: is_reviewer, _Whom.SUPERVISORS: is_supervisor}
    others = tuple(one for one in registered() if any(has_role_anywhere(person, role) for role in one.roles))
    places = [place for place in _places(language) if is_for[place.whom]] + [_Place(reverse(one.name), str(one.title)) for one in others]
    here = path if any(place.url == path for place in places) else ""
    return skeleton(
        "mentorship/desk/navigation.html",
        (language, is_reviewer, is_supervisor, here, *(one.name for one in others)),
        lambda: {"places": places, "here": here},
    ).fill({})


class _Whom(Enum):
    ALL = auto()
    REVIEWERS = auto()  # coordinators grade answers of quizzes and review nothing
    SUPERVISORS = auto()


class _Place(NamedTuple):
    url: str
    title: str
    whom: _Whom = _Whom.ALL


@lru_cache(maxsize=16)
def _places(language: str) -> list[_Place]:
    """`language` is the current one: addresses carry it."""
    return [
        _Place(reverse("desk"), _("Queue")),
        _Place(reverse("desk_answered"), pgettext("the mentor's desk", "Answered")),
        _Place(reverse("desk_sample"), _("Sample"), _Whom.SUPERVISORS),
        _Place(reverse("mentor_replies"), _("Saved replies")),
        _Place(reverse("mentor_consultations"), _("Consultations")),
        _Place(reverse("mentor_practice"), _("Practice logs"), _Whom.REVIEWERS),
        _Place(reverse("find_receipt"), _("Receipts")),
        _Place(reverse("mentor_figures"), _("Figures"), _Whom.REVIEWERS),
        _Place(reverse("mentor_availability"), _("Your time"), _Whom.REVIEWERS),
    ]
