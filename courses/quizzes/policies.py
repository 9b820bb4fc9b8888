"""What Wagtail's admin asks before it shows banks, categories and questions. The answers come from `editors.py`."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from lms.accounts.models import User
from lms.core.policies import RowsPolicy

from .editors import (
    banks_edited_by,
    banks_seen_by,
    categories_edited_by,
    categories_seen_by,
    edits_somewhere,
    questions_edited_by,
    questions_seen_by,
    reads_somewhere,
)
from .models import Category, Question, QuestionBank

LOOKING = {"view", "choose"}


class BankPolicy(RowsPolicy):
    """Who reads somewhere may look there; who edits somewhere may add and change there."""

    seen_by: Callable[[User], QuerySet]
    edited_by: Callable[[User], QuerySet]

    def user_has_permission(self, user, action):
        return reads_somewhere(user) if action in LOOKING else edits_somewhere(user)

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and not self.may_go(instance):
            return False
        return super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_any_permission_for(self, user, actions) -> QuerySet:
        return self.seen_by(user) if LOOKING & set(actions) else self.edited_by(user)

    def may_go(self, instance: Any) -> bool:
        """Whether the row may be deleted at all."""
        raise NotImplementedError


class BanksPolicy(BankPolicy):
    seen_by, edited_by = staticmethod(banks_seen_by), staticmethod(banks_edited_by)

    def may_go(self, instance: QuestionBank) -> bool:
        return not instance.questions.exists()


class CategoriesPolicy(BankPolicy):
    seen_by, edited_by = staticmethod(categories_seen_by), staticmethod(categories_edited_by)

    def may_go(self, instance: Category) -> bool:
        return not instance.questions.exists() and not instance.children.exists()


class QuestionsPolicy(BankPolicy):
    """A question is retired, never deleted."""

    seen_by, edited_by = staticmethod(questions_seen_by), staticmethod(questions_edited_by)

    def may_go(self, instance: Question) -> bool:
        return False
