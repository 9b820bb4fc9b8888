from typing import Any

from courses.catalogue.models import CoursePage
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role

from .models import LessonTemplate, TemplateQuerySet


def edits_every_course(person: User) -> bool:
    return has_role(person, Role.EDITOR) or has_role(person, Role.ADMINISTRATOR)


def edits_course(person: User, course_key: Any) -> bool:
    """Whoever may edit a page of the course, in whichever language."""
    pages = CoursePage.objects.filter(translation_key=course_key)
    return any(page.permissions_for_user(person).can_edit() for page in pages)


def may_change(person: User, template: LessonTemplate) -> bool:
    return edits_every_course(person) if template.course_key is None else edits_course(person, template.course_key)


def templates_of(person: User) -> list[LessonTemplate]:
    """Those that the person may rename and retire."""
    rows: TemplateQuerySet = LessonTemplate.objects.select_related("by")
    known: dict[Any, bool] = {None: edits_every_course(person)}
    found = []
    for row in rows:
        if row.course_key not in known:
            known[row.course_key] = edits_course(person, row.course_key)
        found += [row] if known[row.course_key] else []
    return found
