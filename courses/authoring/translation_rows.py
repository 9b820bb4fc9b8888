"""Courses in the table of translations: each course with its modules and lessons, as they stand in it."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.translations.page_rows import page_rows
from cms.translations.rules import pages_editable_by
from cms.translations.sections import Row, Section
from courses.catalogue.models import Course, CoursePage, Lesson, LessonPage, Module, ModulePage
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere, within_scopes

EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)
TOP = 4  # the depth of a course page


def translates_courses(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in EDITORS)


def pages_of_courses(person: User) -> PageQuerySet:
    """Of the courses that the person edits: what is there to be learned, and no draft that was never published."""
    courses = within_scopes(Course.objects.live(), person, EDITORS).order_by().values("pk")
    keys = (
        Q(translation_key__in=Course.objects.filter(pk__in=courses).values("translation_key"))
        | Q(translation_key__in=Module.objects.live().filter(course__in=courses).values("translation_key"))
        | Q(translation_key__in=Lesson.objects.live().filter(course__in=courses).values("translation_key"))
    )
    return pages_editable_by(person).type(CoursePage, ModulePage, LessonPage).filter(keys)


def course_rows(person: User) -> Sequence[Row]:
    pages = list(pages_of_courses(person).filter(alias_of=None))
    titles = {page.path[: Page.steplen * TOP]: page.title for page in pages if page.depth == TOP}
    return page_rows(pages, top=TOP, group_of=lambda page: titles.get(page.path[: Page.steplen * TOP], ""))


SECTION = Section("courses", _("Courses"), 10, translates_courses, course_rows, pages_of_courses)
