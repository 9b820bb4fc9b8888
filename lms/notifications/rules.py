"""Who may see which letters went. The words of a letter are not kept; that it went, when and to whom is seen by those who answer for it.

Who answers for whom is known to apps above this one: each registers whom a person looks after."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere

from .models import Letter

LookedAfter = Callable[[User], QuerySet]  # ids of people
_looked_after: list[LookedAfter] = []


def register(looked_after: LookedAfter) -> None:
    _looked_after.append(looked_after)


def letters_for(viewer: User) -> QuerySet[Letter]:
    if has_role(viewer, Role.ADMINISTRATOR) or has_role(viewer, Role.COORDINATOR):
        return Letter.objects.all()
    covered = Q(pk__in=[])
    for people in _looked_after:
        covered |= Q(person__in=people(viewer))
    return Letter.objects.filter(covered)


def may_look_at_letters(viewer: User) -> bool:
    """Whether there is any point in it; which letters is said by `letters_for`."""
    return any(has_role_anywhere(viewer, role) for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
