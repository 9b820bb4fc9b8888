from typing import Any

from django.db.models import QuerySet

from lms.core.policies import RowsPolicy

from .models import AvoidedWord
from .rules import may_agree_on_words


class WordsPolicy(RowsPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return may_agree_on_words(user)

    def rows_of(self, user: Any) -> QuerySet[AvoidedWord]:
        return AvoidedWord.objects.all()
