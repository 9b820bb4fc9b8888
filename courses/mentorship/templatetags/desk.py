"""The way to the desk, in the header of every page, and the desk's own navigation."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now

from lms.accounts.models import User

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


@register.simple_tag
def supervises(person: User) -> bool:
    return supervises_somewhere(person)


@register.simple_tag(takes_context=True)
def desk_here(context: template.Context, path: str) -> SafeString:
    """Marks the link of the desk's navigation that leads to this page."""
    return mark_safe(' aria-current="page"' if context["request"].path == path else "")
