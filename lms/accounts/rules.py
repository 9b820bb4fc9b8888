"""Who is what, where. Every rule of the site ends here."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from .models import Role, RoleAssignment, ScopeKind, User
from .scopes import covering, scope_of

TEAM = frozenset(Role) - {Role.LEARNER}
Rows = TypeVar("Rows", bound=QuerySet)
BY_COORDINATORS = frozenset({Role.LEARNER, Role.MENTOR})
IN_THE_BACK_OFFICE = (Role.SUPERVISOR, Role.EDITOR, Role.PUBLISHER, Role.COORDINATOR, Role.ADMINISTRATOR)


def has_role(person: User, role: Role | str, where: Model | None = None) -> bool:
    """Holds the role on `where` (an organisation, course or cohort) or on anything that covers it. Without `where`: on the whole
    site. A superuser has every role but the learner's."""
    if not person.is_authenticated or not person.is_active:
        return False
    if person.is_superuser and role in TEAM:
        return True
    places = {(scope, number) for held, scope, number in person.roles_held if held == role}
    return bool(places) and not places.isdisjoint(covering(where))


def has_role_anywhere(person: User, role: Role | str) -> bool:
    """For menus: whether there is any point in offering the page. What it shows asks for the scope."""
    if not person.is_authenticated or not person.is_active:
        return False
    return (person.is_superuser and role in TEAM) or any(held == role for held, _scope, _number in person.roles_held)


def within_scope(rows: QuerySet, *, person: User, role: Role | str, through: str = "") -> QuerySet:
    """The rows on which the person holds the role. `through` leads from a row to its scope: "cohort" for enrolments, "" when the
    row is a scope itself."""
    if has_role(person, role):
        return rows
    if not person.is_authenticated or not person.is_active:
        return rows.none()
    model = rows.model
    for step in through.split("__") if through else []:
        model = model._meta.get_field(step).related_model
    held: dict[str, list[int]] = {}
    for held_role, kind, number in person.roles_held:
        if held_role == role:
            held.setdefault(kind, []).append(number)
    covered = Q(pk__in=[])
    for kind, path in scope_of(model).paths():
        if kind in held:
            covered |= Q(**{"__".join(filter(None, [through, path, "in"])): held[kind]})
    return rows.filter(covered)


def within_scopes(rows: Rows, person: User, roles: Iterable[Role], through: str = "") -> Rows:
    """The rows on which the person holds any of the roles."""
    found: Any = rows.none()
    for role in roles:
        found = found | within_scope(rows, person=person, role=role, through=through)
    return found


def holding_role(roles: Iterable[Role], *, person: str, through: type[Model], where: str) -> Q:
    """Whether whom a row names may sign in and holds any of the roles there: `person` leads from the row to them, `where` to its scope, a
    row of `through`."""
    places = Q(scope=ScopeKind.SITE)
    for kind, path in scope_of(through).paths():
        places |= Q(scope=kind, scope_id=OuterRef(f"{where}__{path}"))
    held = RoleAssignment.objects.filter(places, person=OuterRef(person), role__in=list(roles))
    has_it = Q(Exists(held))
    if not TEAM.isdisjoint(roles):
        has_it |= Q(**{f"{person}__is_superuser": True})
    return has_it & Q(**{f"{person}__is_active": True})


def people_holding(roles: Iterable[Role], *, through: type[Model], number: int) -> QuerySet[User]:
    """Whoever may sign in and holds any of the roles on that row of `through`, or on what covers it. Asked once for a whole list."""
    places = Q(scope=ScopeKind.SITE)
    for kind, path in scope_of(through).paths():
        places |= Q(scope=kind, scope_id__in=through._base_manager.filter(pk=number).values(path))
    has_it = Q(pk__in=RoleAssignment.objects.filter(places, role__in=list(roles)).values("person"))
    if not TEAM.isdisjoint(roles):
        has_it |= Q(is_superuser=True)
    return User.objects.filter(has_it, is_active=True)


def may_manage_people(person: User) -> bool:
    """See and change the accounts of others: the whole site's administrators only, whatever group somebody is in."""
    return has_role(person, Role.ADMINISTRATOR)


def may_grant(person: User, role: Role | str, where: Model | None = None) -> bool:
    """Give and take a role on `where`: its administrators any role, its coordinators those of learners and mentors."""
    if has_role(person, Role.ADMINISTRATOR, where):
        return True
    return role in BY_COORDINATORS and has_role(person, Role.COORDINATOR, where)


def needs_second_factor(person: User) -> bool:
    """Whoever can reach what others wrote. Learners may set a second factor, the team must."""
    return person.is_superuser or person.has_duties


def opens_back_office(person: User) -> bool:
    """Whether to show the way there. Learners, who are nearly everybody, cost no query."""
    if not (person.is_superuser or person.has_duties):
        return False
    return any(has_role_anywhere(person, role) for role in IN_THE_BACK_OFFICE)


def only_superuser(person: User) -> bool:
    """Whether nobody could repair the site after this person has gone."""
    return person.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk).exists()
