"""Who may see, revoke and make again: coordinators and administrators of the cohort, its course or organisation, or the whole site."""

from django.db.models import QuerySet

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere, within_scopes

from .models import Certificate

KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def is_keeper_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in KEEPERS)


def kept_by(person: User) -> QuerySet[Certificate]:
    return within_scopes(Certificate.objects.all(), person, KEEPERS, "enrolment__cohort")
