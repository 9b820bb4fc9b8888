from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from .models import Certificate
from .rules import is_keeper_somewhere, kept_by


class CertificatesPolicy(ModelPermissionPolicy):
    """Certificates are read; what changes them are actions of their own (revoke, make again), never a form over the row."""

    def user_has_permission(self, user, action):
        return action == "view" and is_keeper_somewhere(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return instance in self.instances_user_has_any_permission_for(user, [action])

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions) -> QuerySet[Certificate]:
        return kept_by(user) if self.user_has_any_permission(user, actions) else Certificate.objects.none()
