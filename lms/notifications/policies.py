from django.db.models import QuerySet

from lms.accounts.models import Role
from lms.accounts.rules import has_role_anywhere
from lms.core.policies import RowsPolicy

from .models import Letter
from .rules import letters_for


class LettersPolicy(RowsPolicy):
    """The ledger is read, never edited."""

    def user_has_permission(self, user, action):
        return action == "view" and any(has_role_anywhere(user, role) for role in (Role.ADMINISTRATOR, Role.COORDINATOR))

    def rows_of(self, user) -> QuerySet[Letter]:
        return letters_for(user)
