"""What Wagtail's admin asks before it shows people and roles. The answers come from `rules.py`: a group alone opens nothing here."""

from django.db.models import Q, QuerySet

from lms.core.policies import RowsPolicy

from . import scopes
from .models import Role, RoleAssignment, User
from .rules import has_role, has_role_anywhere, may_grant, may_manage_people, within_scope

GRANTING = (Role.ADMINISTRATOR, Role.COORDINATOR)


class PeoplePolicy(RowsPolicy):
    """Accounts belong to the whole site. They are never deleted here: erasing is the person's own decision."""

    def user_has_permission(self, user, action):
        return action != "delete" and may_manage_people(user)

    def rows_of(self, user) -> QuerySet[User]:
        people = User.objects.filter(erased_at=None)
        return people if user.is_superuser else people.filter(is_superuser=False)


class RolesPolicy(RowsPolicy):
    """Roles are given and taken back, not changed."""

    def user_has_permission(self, user, action):
        return action != "change" and any(has_role_anywhere(user, role) for role in GRANTING)

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "change":
            return False
        where = scopes.place(instance)
        is_gone = where is None and instance.scope_id
        return may_manage_people(user) if is_gone else may_grant(user, instance.role, where)

    def instances_user_has_any_permission_for(self, user, actions) -> QuerySet[RoleAssignment]:
        """What is given on the person's own ground, and whatever is given there to others."""
        if any(has_role(user, role) for role in GRANTING):
            return RoleAssignment.objects.all()
        covered = Q(pk__in=[])
        for scope in scopes.registered():
            for role in GRANTING:
                within = within_scope(scope.rows()._default_manager.all(), person=user, role=role)
                covered |= Q(scope=scope.kind, scope_id__in=within.values("pk"))
        return RoleAssignment.objects.filter(covered)
