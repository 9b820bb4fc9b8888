"""Who may let a draft go live."""

from wagtail.models import WorkflowState

from courses.catalogue.models import LessonPage
from lms.accounts.models import User


def may_publish(person: User, page: LessonPage) -> bool:
    """Who publishes the page; and who approved this very draft in its workflow, where the approval waits only for their yes."""
    return page.permissions_for_user(person).can_publish() or is_approved(page, person)


def is_approved(page: LessonPage, person: User) -> bool:
    last = WorkflowState.objects.for_instance(page).select_related("current_task_state").order_by("-created_at", "-pk").first()
    task = last.current_task_state if last and last.status == WorkflowState.STATUS_APPROVED else None
    return task is not None and task.finished_by_id == person.pk and task.revision_id == page.latest_revision_id
