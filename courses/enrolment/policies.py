from django.db.models import QuerySet

from lms.core.policies import RowsPolicy

from .models import Cohort
from .rules import cohorts_kept_by, keeps_cohorts_somewhere


class CohortsPolicy(RowsPolicy):
    """Coordinators and administrators, each within their scope. A cohort that somebody ever enrolled in is closed, not
    deleted; so is one that something else hangs on."""

    def user_has_permission(self, user, action):
        return keeps_cohorts_somewhere(user)

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and instance.is_in_use():
            return False
        return super().user_has_permission_for_instance(user, action, instance)

    def rows_of(self, user) -> QuerySet[Cohort]:
        return cohorts_kept_by(user)
