"""Which pages a person may work on in Wagtail's admin. Roles say it: on the whole site all that is under the homes, on an organisation or a
course the pages of those courses in every language. Groups that administrators made by hand go on to count beside them.

Wagtail asks for the rights of a person once in a request; they cost three queries at most, however many courses and pages there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from lms.accounts.models import Role, RoleAssignment, ScopeKind, User
from lms.accounts.rules import people_holding

from .models import Course, CoursePage

RIGHTS: dict[str, frozenset[str]] = {
    Role.EDITOR: frozenset({"add", "change", "lock", "unlock"}),
    Role.PUBLISHER: frozenset({"change", "publish", "lock", "unlock"}),
    Role.ADMINISTRATOR: frozenset({"add", "change", "publish", "lock", "unlock"}),
}
TO_LOOK = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


@dataclass(frozen=True)
class Right:
    codename: str


@dataclass(frozen=True)
class Grant:
    """Reads like a row of Wagtail's `GroupPagePermission`."""

    page: Page
    permission: Right

    @property
    def page_id(self) -> int:
        return self.page.pk


class PagesPolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user: Any) -> list[Any]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        return [*super().get_all_permissions_for_user(user), *_grants(user)]

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> QuerySet[User]:
        of_groups = super().users_with_any_permission(actions, include_superusers)
        of_roles = RoleAssignment.objects.filter(role__in=_roles_that_may(actions)).exclude(scope=ScopeKind.COHORT)
        return User.objects.filter(Q(pk__in=of_groups.values("pk")) | Q(pk__in=of_roles.values("person")), is_active=True)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[User]:
        of_groups = super().users_with_any_permission_for_instance(set(actions), instance, include_superusers)
        roles = _roles_that_may(actions) if instance.depth > 1 else []
        course = course_of(instance)
        if course:
            of_roles = people_holding(roles, through=Course, number=course.pk).filter(is_superuser=False)
        else:
            on_the_site = RoleAssignment.objects.filter(role__in=roles, scope=ScopeKind.SITE)
            of_roles = User.objects.filter(pk__in=on_the_site.values("person"))
        return User.objects.filter(Q(pk__in=of_groups.values("pk")) | Q(pk__in=of_roles.values("pk")), is_active=True)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Page]:
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        wanted, add = self._get_permission_codenames(actions), self._get_permission_codename("add")
        rights = [(grant.page.path, grant.permission.codename) for grant in self.get_cached_permissions_for_user(user)]
        pages = _below({path for path, right in rights if right in wanted})
        if "change" in actions and "add" not in actions:
            pages |= _below({path for path, right in rights if right == add}) & Q(owner=user)
        return self.model._default_manager.filter(pages)

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """What the person works on, and the way there from the page above all of it."""
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        paths = {page.path for page in self.instances_with_direct_explore_permission(user)}
        root = self.explorable_root_instance(user) if paths else None
        above = {path[:end] for path in paths for end in range(len(root.path), len(path), Page.steplen)} if root else set()
        return self.model._default_manager.filter(_below(paths) | Q(path__in=above))


def _below(paths: set[str]) -> Q:
    """The pages at these paths and under them."""
    found = Q(pk__in=[])
    for path in sorted(paths):
        if not any(path[:end] in paths for end in range(Page.steplen, len(path), Page.steplen)):
            found |= Q(path__startswith=path)
    return found


def _roles_that_may(actions: Iterable[str]) -> list[Role]:
    return [Role(role) for role, rights in RIGHTS.items() if not rights.isdisjoint(actions)]


def _grants(person: User) -> Iterator[Grant]:
    held = [(role, scope, number) for role, scope, number in person.roles_held if role in RIGHTS]
    on_the_site = _rights(role for role, scope, _number in held if scope == ScopeKind.SITE)
    if on_the_site:
        for home in Page.objects.filter(depth=2):
            yield from (Grant(home, Right(f"{right}_page")) for right in sorted(on_the_site))
    for page, roles in _course_pages([one for one in held if one[1] in (ScopeKind.ORGANISATION, ScopeKind.COURSE)]):
        yield from (Grant(page, Right(f"{right}_page")) for right in sorted(_rights(roles)))


def _rights(roles: Iterable[str]) -> set[str]:
    return set().union(*(RIGHTS[role] for role in roles))


def _course_pages(held: list[tuple[str, str, int]]) -> Iterator[tuple[Page, set[str]]]:
    """The pages of the person's courses in every language, with the roles that hold there. One query."""
    if not held:
        return
    roles = defaultdict(set)
    for role, scope, number in held:
        roles[scope, number].add(role)
    numbers = {kind: [number for scope, number in roles if scope == kind] for kind in (ScopeKind.COURSE, ScopeKind.ORGANISATION)}
    courses = Course.objects.filter(Q(pk__in=numbers[ScopeKind.COURSE]) | Q(owner__in=numbers[ScopeKind.ORGANISATION])).order_by()
    here = courses.filter(translation_key=OuterRef("key"))
    pages = CoursePage.objects.annotate(key=Coalesce("alias_of__translation_key", "translation_key"))
    pages = pages.filter(key__in=courses.values("translation_key"))
    for page in pages.annotate(of_course=Subquery(here.values("pk")[:1]), of_owner=Subquery(here.values("owner")[:1])):
        yield page, roles.get((ScopeKind.COURSE, page.of_course), set()) | roles.get((ScopeKind.ORGANISATION, page.of_owner), set())


def course_of(page: Page) -> Course | None:
    """The course that a page of any language belongs to, once something of the course was published."""
    paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    pages = CoursePage.objects.filter(path__in=paths)
    keys = [Q(translation_key__in=pages.values(key)) for key in ("translation_key", "alias_of__translation_key")]
    return Course.objects.filter(keys[0] | keys[1]).first()
