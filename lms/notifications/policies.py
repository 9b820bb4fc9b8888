from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from lms.accounts.models import Role
from lms.accounts.rules import has_role_anywhere

from .models import Letter
from .rules import letters_for


class LettersPolicy(ModelPermissionPolicy):
    """The ledger is read, never edited."""

    def user_has_permission(self, user, action):
        return action == "view" and any(has_role_anywhere(user, role) for role in (Role.ADMINISTRATOR, Role.COORDINATOR))

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return instance in self.instances_user_has_any_permission_for(user, [action])

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions) -> QuerySet[Letter]:
        return letters_for(user) if self.user_has_any_permission(user, actions) else Letter.objects.none()
