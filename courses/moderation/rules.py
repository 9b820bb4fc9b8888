from typing import Any

from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import policy_registry

from courses.catalogue.page_policy import course_of
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role


def has_right(person: User, page: Page, right: str) -> bool:
    """By role or by a group made by hand, on the page or on what it lies in."""
    return policy_registry.get(page).user_has_permission_for_instance(person, right, page)


def is_ones_own(person: User, page: Page, workflow_state: Any) -> bool:
    """Whether the person asked for the reading. Superusers are asked for nothing, as everywhere in Wagtail."""
    return not person.is_superuser and workflow_state is not None and workflow_state.requested_by_id == person.pk


def wrote_last(person: User, page: Page) -> bool:
    """Whether the newest draft is the person's own: then somebody else has to read it."""
    return not person.is_superuser and Revision.objects.filter(pk=page.latest_revision_id, user=person).exists()


def must_be_read_first(person: User, page: Page) -> bool:
    """Whether the course asks for a second reading, so that nobody but an administrator publishes past it."""
    course = course_of(page)
    is_asked = bool(course and course.needs_second_reading) and not has_role(person, Role.ADMINISTRATOR, course)
    return is_asked and not is_read(page)


def is_read(page: Page) -> bool:
    """Whether the newest draft came through its workflow, and only waits to go live."""
    last = WorkflowState.objects.for_instance(page).select_related("current_task_state").order_by("-created_at", "-pk").first()
    task = last.current_task_state if last and last.status == WorkflowState.STATUS_APPROVED else None
    return task is not None and task.revision_id == page.latest_revision_id
