from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from courses.enrolment.rules import keeps_cohorts_somewhere

from .models import Placement
from .rules import placements_kept_by


class PlacementsPolicy(ModelPermissionPolicy):
    """Coordinators and administrators, each within their scope. A placement is cancelled, never deleted."""

    def user_has_permission(self, user, action):
        return action != "delete" and keeps_cohorts_somewhere(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return instance in self.instances_user_has_any_permission_for(user, [action])

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions) -> QuerySet[Placement]:
        return placements_kept_by(user) if self.user_has_any_permission(user, actions) else Placement.objects.none()
