"""What Wagtail's admin asks before it shows rows of ours: a group alone opens nothing here, the rules of the app answer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class RowsPolicy(ModelPermissionPolicy):
    """A subclass says `user_has_permission` (whether there is any point in offering it) and `rows_of` (what the person may see). Whatever
    is allowed at all is allowed on those rows and on no other."""

    def rows_of(self, user: Any) -> QuerySet:
        raise NotImplementedError

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.instances_user_has_any_permission_for(user, [action]).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        return self.rows_of(user) if self.user_has_any_permission(user, actions) else self.model._default_manager.none()
