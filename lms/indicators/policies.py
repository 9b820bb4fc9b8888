from django.db.models import QuerySet

from lms.core.policies import RowsPolicy

from .models import Programme
from .rules import keeps_programmes, programmes_kept_by


class ProgrammesPolicy(RowsPolicy):
    """Coordinators and administrators, each for their organisations. A programme stays: reports that left the house name it."""

    def user_has_permission(self, user, action):
        return action != "delete" and keeps_programmes(user)

    def rows_of(self, user) -> QuerySet[Programme]:
        return programmes_kept_by(user)
