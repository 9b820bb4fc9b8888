"""What changes about people: roles given and taken, accounts erased."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model
from django.utils.timezone import now

from lms.core.personal_data import registered

from .models import About, Role, RoleAssignment, RoleEvent, User
from .rules import TEAM
from .scopes import address


@transaction.atomic
def grant_role(*, person: User, role: Role | str, where: Model | None = None, by: User | None = None) -> RoleAssignment:
    """Give a role on an organisation, course or cohort, or on the whole site. A repeat changes nothing."""
    kind, number = address(where)
    assignment, is_new = RoleAssignment.objects.get_or_create(
        person=person, role=role, scope=kind, scope_id=number, defaults={"granted_by": by}
    )
    if is_new:
        _record(assignment, RoleEvent.What.GRANTED, by)
        _follow_roles(person)
    return assignment


@transaction.atomic
def revoke_role(*, person: User, role: Role | str, where: Model | None = None, by: User | None = None) -> None:
    """Take a role back. A repeat changes nothing."""
    kind, number = address(where)
    for assignment in RoleAssignment.objects.filter(person=person, role=role, scope=kind, scope_id=number):
        take_back(assignment=assignment, by=by)


@transaction.atomic
def take_back(*, assignment: RoleAssignment, by: User | None = None) -> None:
    """Take back this very assignment, also when the row it names is gone."""
    taken, _rows = RoleAssignment.objects.filter(pk=assignment.pk).delete()
    if taken:
        _record(assignment, RoleEvent.What.REVOKED, by)
        _follow_roles(assignment.person)


def _record(assignment: RoleAssignment, what: RoleEvent.What, by: User | None) -> None:
    RoleEvent.objects.create(
        person=assignment.person, role=assignment.role, scope=assignment.scope, scope_id=assignment.scope_id, what=what, by=by
    )


def _follow_roles(person: User) -> None:
    """Put the person into the groups of the roles they hold, and out of the others. Groups only open the admin."""
    person.__dict__.pop("roles_held", None)
    held = {role for role, _scope, _number in person.roles_held}
    for role in Role:
        group, _is_new = Group.objects.get_or_create(name=role.group_name)
        (person.groups.add if role in held else person.groups.remove)(group)
    person.has_duties = not held.isdisjoint(TEAM)
    User.objects.filter(pk=person.pk).update(has_duties=person.has_duties)


@transaction.atomic
def change_address(*, person: User, email: str, is_confirmed: bool = False) -> None:
    """Give a person another address, or the first one; the old one no longer opens the account. Passwords and codes go by it."""
    email = email.lower()
    EmailAddress.objects.filter(user=person).exclude(email=email).delete()
    EmailAddress.objects.update_or_create(user=person, email=email, defaults={"primary": True, "verified": is_confirmed})
    User.objects.filter(pk=person.pk).update(email=email)
    person.email = email


@transaction.atomic
def erase_person(*, person: User) -> None:
    """Forget a person: what every app knows of them, then name, address, keys and roles. The row stays, without a name, so that
    counts stay true. It cannot be undone; a repeat changes nothing."""
    for data in registered():
        data.erase(person)
    for assignment in RoleAssignment.objects.filter(person=person):
        take_back(assignment=assignment, by=person)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    About.objects.filter(person=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    person.email = None
    person.name = person.certificate_name = person.bounced_address = ""
    person.is_active = person.is_superuser = person.has_duties = False
    person.erased_at = person.erased_at or now()
    person.set_unusable_password()  # ends every session: they carry a hash of the old one
    person.save()
