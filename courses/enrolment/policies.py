from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from .models import Cohort
from .rules import cohorts_kept_by, keeps_cohorts_somewhere


class CohortsPolicy(ModelPermissionPolicy):
    """Coordinators and administrators, each within their scope. A cohort that somebody ever enrolled in is closed, not
    deleted; so is one that something else hangs on."""

    def user_has_permission(self, user, action):
        return keeps_cohorts_somewhere(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and instance.is_in_use():
            return False
        return instance in self.instances_user_has_any_permission_for(user, [action])

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions) -> QuerySet[Cohort]:
        return cohorts_kept_by(user) if self.user_has_any_permission(user, actions) else Cohort.objects.none()
