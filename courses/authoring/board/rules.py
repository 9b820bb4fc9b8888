"""Whose course boards are whose: editors, publishers and administrators of the course, of its organisation or of the whole site, where
Wagtail lets them change its pages as well."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.catalogue.models import Course, CoursePage
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere, within_scopes

EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)
WITH_BOARDS = (*EDITORS, Role.PUBLISHER)


def has_boards(person: User) -> bool:
    """For menus."""
    return any(has_role_anywhere(person, role) for role in WITH_BOARDS)


def edits_the_site(person: User) -> bool:
    """New courses come from them: as a file, or as a new edition."""
    return any(has_role(person, role) for role in EDITORS)


def course_pages_of(person: User) -> QuerySet[CoursePage]:
    """For each course that the person edits the page that the others are translated from. A course that was never published is the whole
    site's."""
    first = CoursePage.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None).order_by("pk")
    row = Course.objects.filter(translation_key=OuterRef("translation_key"))
    pages = CoursePage.objects.filter(alias_of=None).select_related("locale")
    pages = pages.annotate(source=Subquery(row.values("source_language")[:1]), first=Subquery(first.values("pk")[:1]))
    pages = pages.filter(Q(source=None, pk=F("first")) | Q(locale__language_code=F("source")))
    if not any(has_role(person, role) for role in WITH_BOARDS):
        pages = pages.filter(translation_key__in=within_scopes(Course.objects.all(), person, WITH_BOARDS).values("translation_key"))
    if person.is_superuser:
        return pages
    permitted = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(person, {"change", "publish"})
    return pages.filter(pk__in=permitted.values("pk"))


def course_page_of(person: User, pk: int) -> CoursePage:
    """What is not the person's is not there."""
    page = course_pages_of(person).filter(pk=pk).first()
    if page is None:
        raise Http404
    return page


def may_move_in(person: User, page: CoursePage) -> bool:
    """Moving changes what learners see at once: whoever may only draft may not."""
    rights = page.permissions_for_user(person)
    return rights.can_edit() and rights.can_publish()
