from django.db.models import QuerySet

from lms.core.policies import RowsPolicy

from .models import Letter
from .rules import letters_for, may_look_at_letters


class LettersPolicy(RowsPolicy):
    """The ledger is read, never edited."""

    def user_has_permission(self, user, action):
        return action == "view" and may_look_at_letters(user)

    def rows_of(self, user) -> QuerySet[Letter]:
        return letters_for(user)
