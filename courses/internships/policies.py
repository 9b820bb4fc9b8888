from django.db.models import QuerySet

from courses.enrolment.rules import keeps_cohorts_somewhere
from lms.core.policies import RowsPolicy

from .models import Placement
from .rules import placements_kept_by


class PlacementsPolicy(RowsPolicy):
    """Coordinators and administrators, each within their scope. A placement is cancelled, never deleted."""

    def user_has_permission(self, user, action):
        return action != "delete" and keeps_cohorts_somewhere(user)

    def rows_of(self, user) -> QuerySet[Placement]:
        return placements_kept_by(user)
