"""Who may see, revoke and make again: coordinators and administrators of the cohort, its course or organisation, or the whole site."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.timezone import now

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere, within_scopes

from .models import Certificate, NameRequest

KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
ALONE = timedelta(days=14)


def is_keeper_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in KEEPERS)


def kept_by(person: User) -> QuerySet[Certificate]:
    return within_scopes(Certificate.objects.all(), person, KEEPERS, "enrolment__cohort")


def requests_kept_by(person: User) -> QuerySet[NameRequest]:
    return within_scopes(NameRequest.objects.all(), person, KEEPERS, "certificate__enrolment__cohort")


def may_correct_alone(certificate: Certificate) -> bool:
    """The holder mends a slip by themselves: once, in the first two weeks. Before the course was completed nobody checked the name
    either; later others have seen the paper, and a certificate must not be handed on to somebody else by a change of the profile."""
    is_new = certificate.issued_at is None or certificate.issued_at > now() - ALONE
    return is_new and not Certificate.objects.filter(superseded_by=certificate).exists()
