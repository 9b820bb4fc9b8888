from typing import Any

from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from courses.catalogue.page_policy import course_of
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role

from .words import says_what, writer_of


def has_right(person: User, page: Page, right: str) -> bool:
    """By role or by a group made by hand, on the page or on what it lies in."""
    return policy_registry.get(page).user_has_permission_for_instance(person, right, page)


def is_ones_own(person: User, page: Page, workflow_state: Any) -> bool:
    """Whether the person asked for the reading. Superusers are asked for nothing, as everywhere in Wagtail."""
    return not person.is_superuser and workflow_state is not None and workflow_state.requested_by_id == person.pk


def wrote_last(person: User, page: Page) -> bool:
    """Whether the newest words are the person's own: then somebody else has to read them."""
    if person.is_superuser or not page.revisions.filter(user=person).exists():
        return False
    state = page.current_workflow_state
    return writer_of(page, state.requested_by_id if state else None) == person.pk


def must_be_read_first(person: User, page: Page) -> bool:
    """Whether the course asks for a second reading, so that nobody but an administrator publishes past it."""
    course = course_of(page)
    is_asked = bool(course and course.needs_second_reading) and not has_role(person, Role.ADMINISTRATOR, course)
    return is_asked and not is_read(page)


def is_read(page: Page) -> bool:
    """Whether somebody has read the newest words and approved them, in the last round there was."""
    last = WorkflowState.objects.for_instance(page).order_by("-created_at", "-pk").first()
    newest = Revision.objects.filter(pk=page.latest_revision_id).first() if last else None
    read = _reading(last) if newest else None
    return bool(read and newest and read.revision and says_what(read.revision, newest))


def _reading(round_of: WorkflowState) -> TaskState | None:
    """The answer that says so: the last of a round that is done, else that of the second reader."""
    approved = round_of.task_states.filter(status=TaskState.STATUS_APPROVED).select_related("revision").order_by("-finished_at", "-pk")
    if round_of.status != WorkflowState.STATUS_APPROVED:
        approved = approved.filter(task__secondreadingtask__isnull=False)
    return approved.first()
