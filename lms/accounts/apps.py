from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    verbose_name = _("People")
    default = True

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from . import checks, permissions, receivers  # noqa: F401 (importing them registers what they hold)
        from .models import RoleAssignment
        from .personal_data import register_own
        from .policies import RolesPolicy

        register_own()
        register_permission_policy(RoleAssignment, RolesPolicy(RoleAssignment))


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's pages for accounts, with forms that know our people."""

    user_viewset = "lms.accounts.viewsets.PersonViewSet"
    default = False

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy

        from lms.accounts.models import User
        from lms.accounts.policies import PeoplePolicy

        register_permission_policy(User, PeoplePolicy(User))
