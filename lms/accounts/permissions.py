"""What each role's Django group may do in Wagtail's admin. Apps say it for their own models (`permit`, in `AppConfig.ready`); it is
written into the groups after every `migrate`, when the permissions exist. Groups only open the admin: rules ask for the scope,
and pages ask the roles themselves (`courses/catalogue/page_policy.py`)."""

from collections import defaultdict
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from wagtail.models import Collection, GroupCollectionPermission

from .models import Role
from .rules import IN_THE_BACK_OFFICE

FILE_RIGHTS = {
    "wagtailimages": ["add_image", "change_image", "choose_image"],
    "wagtaildocs": ["add_document", "change_document", "choose_document"],
    "wagtailcore": ["add_collection", "change_collection", "delete_collection"],
}

_permitted: dict[str, dict[Role, set[str]]] = defaultdict(lambda: defaultdict(set))


def permit(*roles: Role, app: str, codenames: list[str]) -> None:
    """Let the groups of these roles do this to models of the app: `permit(Role.COORDINATOR, app="enrolment", codenames=["add_cohort"])`."""
    for role in roles:
        _permitted[app][role].update(codenames)


def write_into_groups(app_config: AppConfig, using: str = "default", **kwargs: object) -> None:
    """Heard after each app's migrations. Adds what is missing and takes nothing away that somebody added by hand."""
    label = app_config.label
    if (label not in _permitted and label not in FILE_RIGHTS) or not _is_migrated(kwargs.get("apps", apps)):
        return
    create_contenttypes(app_config, using=using, verbosity=0)
    create_permissions(app_config, using=using, verbosity=0)
    for role, codenames in _permitted[label].items():
        group_of(role).permissions.add(*_permissions(label, codenames))
    for role in (Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR):
        _permit_files(group_of(role), label)


def _is_migrated(state: Any) -> bool:
    """Not when only some apps have been migrated so far."""
    try:
        return bool(state.get_model("wagtailcore", "GroupCollectionPermission") and state.get_model("auth", "Group"))
    except LookupError:
        return False


def group_of(role: Role) -> Group:
    group, _is_new = Group.objects.get_or_create(name=role.group_name)
    return group


def _permit_files(group: Group, label: str) -> None:
    root = Collection.get_first_root_node()
    for permission in _permissions(label, FILE_RIGHTS.get(label, [])) if root else []:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(label: str, codenames: list[str] | set[str]) -> list[Permission]:
    found = list(Permission.objects.filter(content_type__app_label=label, codename__in=codenames))
    missing = set(codenames) - {permission.codename for permission in found}
    if missing:
        raise LookupError(f"{label} has no permissions {sorted(missing)}.")
    return found


post_migrate.connect(write_into_groups, dispatch_uid="role-permissions")

permit(*IN_THE_BACK_OFFICE, app="wagtailadmin", codenames=["access_admin"])
permit(Role.EDITOR, Role.ADMINISTRATOR, app="wagtail_localize", codenames=["submit_translation"])
permit(Role.ADMINISTRATOR, app="accounts", codenames=["add_user", "change_user", "view_user"])
permit(
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    app="accounts",
    codenames=["add_roleassignment", "change_roleassignment", "delete_roleassignment", "view_roleassignment"],
)
permit(Role.ADMINISTRATOR, app="wagtailredirects", codenames=["add_redirect", "change_redirect", "delete_redirect"])
