"""Who may see and change frameworks: editors and administrators of the organisation that owns one, or of the whole site. One of nobody is
the whole site's to change. A coordinator may look."""

from django.db.models import Q, QuerySet

from courses.catalogue.models import Course
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere, within_scopes
from lms.network.models import Organisation

from .models import Competence, Framework
from .models.framework import CompetenceQuerySet, FrameworkQuerySet

EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)
READERS = (*EDITORS, Role.COORDINATOR)


def edits_somewhere(person: User) -> bool:
    """May add a framework: for an organisation, or for the whole site."""
    return edits_the_site(person) or (any(has_role_anywhere(person, role) for role in EDITORS) and organisations_edited_by(person).exists())


def reads_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in READERS)


def edits_the_site(person: User) -> bool:
    return any(has_role(person, role) for role in EDITORS)


def frameworks_edited_by(person: User) -> FrameworkQuerySet:
    found = within_scopes(Framework.objects.all(), person, EDITORS, "owner")
    return Framework.objects.filter(pk__in=found.order_by().values("pk"))


def frameworks_seen_by(person: User) -> FrameworkQuerySet:
    """Those of nobody, of the organisations in scope, and of the organisations that own courses in scope."""
    owners = within_scopes(Organisation.objects.all(), person, READERS).order_by().values("pk")
    courses = within_scopes(Course.objects.all(), person, READERS).order_by().values("owner")
    return Framework.objects.filter(Q(owner=None) | Q(owner__in=owners) | Q(owner__in=courses))


def competences_edited_by(person: User) -> CompetenceQuerySet:
    return Competence.objects.filter(framework__in=frameworks_edited_by(person))


def organisations_edited_by(person: User) -> QuerySet[Organisation]:
    found = within_scopes(Organisation.objects.all(), person, EDITORS)
    return Organisation.objects.filter(pk__in=found.order_by().values("pk"))


def courses_edited_by(person: User) -> QuerySet[Course]:
    """What may be said to practise a competence: the courses in scope."""
    found = within_scopes(Course.objects.all(), person, EDITORS)
    return Course.objects.filter(pk__in=found.order_by().values("pk"), retired_at=None)
