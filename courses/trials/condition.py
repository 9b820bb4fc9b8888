"""What mentorship is told: who does trial reviews first, what to say to them, and how mentors of a cohort stand."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.mentorship.readiness import Condition, First, Where
from lms.accounts.models import User

from .gate import HOW_MANY, gates, known_of, unmet


def first(courses: Collection[int]) -> First:
    return First(
        words=_("Two prepared examples first: about twenty minutes. Nobody gives marks."),
        link=_("To the prepared examples"),
        address=reverse("mentor_trials"),
    )


def standing(people: Collection[User], where: Where) -> dict[int, str]:
    """One query, and what is needed for those who are held back."""
    since = gates().get(where.course)
    if not since:
        return {}
    known = known_of([person.pk for person in people], [where.course])
    held = {person for person, _place in unmet(people, [where])}
    found = {}
    for person in people:
        facts, done = known.of(person.pk, where.course), len(known.of(person.pk, where.course).done)
        if done >= HOW_MANY:
            found[person.pk] = _("Trial reviews: done")
        elif facts.is_waived:
            found[person.pk] = _("Trial reviews: waived")
        elif person.pk in held:
            found[person.pk] = _("Trial reviews: %(done)d of %(many)d") % {"done": done, "many": HOW_MANY}
    return found


TRIALS = Condition(key="trials", courses=gates, unmet=unmet, first=first, standing=standing)
