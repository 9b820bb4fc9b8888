"""Answers to a page that awaits one. All answers to one page queue up behind its row, and so do drafts that are being saved: whoever
comes second is told, and nothing goes live that the person who answered could not have seen."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Task, TaskState

from cms.translations.drafts import keep_up
from courses.proofreading.linting import open_stops
from lms.accounts.models import User
from lms.core.language import language_at_the_desk

from .wording import ANSWERED, CHANGED, STOPPED, comment_about
from .words import says_what


@transaction.atomic
def answer(*, state: TaskState, task: Task, by: User, what: str, comment: str = "") -> str | None:
    """Returns None when it is done, else the address where the person reads why it was not."""
    waiting = Page.objects.select_for_update(of=("self",)).get(pk=state.workflow_state.object_id)
    if what != "reject" and TaskState.objects.filter(pk=state.pk, status=TaskState.STATUS_IN_PROGRESS).exists():
        keep_up(page=waiting)
    held = TaskState.objects.select_related("workflow_state").get(pk=state.pk)
    page = held.workflow_state.content_object.specific
    why = _refusal(held, page, task, by, what, comment)
    state.refresh_from_db()
    if why is None:
        return None
    said = reverse("moderation_said", args=[page.pk, why])
    by.moderation_said = said  # type: ignore[attr-defined]  # the page editor asks nothing of a step, so `wagtail_hooks` looks here
    return said


def _refusal(held: TaskState, page: Page, task: Any, by: User, what: str, comment: str) -> str | None:
    in_progress = TaskState.STATUS_IN_PROGRESS
    if held.status != in_progress or held.workflow_state.status != in_progress:
        return ANSWERED
    if what == "reject" and task.may_answer(page, by):
        held.reject(user=by, comment=comment)
        return None
    is_newest = _goes_on(held, page)
    if is_newest and what not in {name for name, _label, _asks in task.get_actions(page, by)}:
        raise PermissionDenied
    if not is_newest and not task.may_answer(page, by):
        raise PermissionDenied
    if not is_newest:
        with override(language_at_the_desk(held.workflow_state.requested_by)):
            said = comment_about(CHANGED)
        held.cancel(user=by, comment=said)  # the workflow begins anew with the draft as it is now
        return CHANGED
    if task.checks_again and (said := _what_stops(held, page)):
        held.reject(user=by, comment=said)
        return STOPPED
    held.approve(user=by, comment=comment)
    return None


def _what_stops(held: TaskState, page: Page) -> str:
    """In the language of whoever handed it in: it goes back to them."""
    with override(language_at_the_desk(held.workflow_state.requested_by)):
        return "\n".join(dict.fromkeys(str(finding.words) for finding in open_stops(page.get_latest_revision_as_object())))


def _goes_on(held: TaskState, page: Page) -> bool:
    """Whether what was handed on is what the newest draft says. Where only a comment or an hour came to it, the round goes on with that
    draft: what was answered before was answered for these words."""
    handed_on, newest = held.revision, page.latest_revision
    if held.revision_id == page.latest_revision_id:
        return True
    if handed_on is None or newest is None or not says_what(handed_on, newest):
        return False
    TaskState.objects.filter(workflow_state=held.workflow_state_id, revision=handed_on).update(revision=newest)
    held.revision = newest
    return True


def free(*, page: Page) -> None:
    """Take off the lock of somebody who may not answer now: whoever may has to be able to open the page."""
    page.locked, page.locked_by, page.locked_at = False, None, None
    page.save(update_fields=["locked", "locked_by", "locked_at"])
