"""Letters about moderation, through the ledger, in place of the mails that Wagtail sends by itself: what awaits moderation, gathered once
a day at most, and the answer to whoever asked for it. The choices in Wagtail's account settings go on counting."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy
from wagtail.models import GroupApprovalTask, Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from lms.accounts.models import User
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.digest import civil_hour
from lms.notifications.inbox import see_letters
from lms.notifications.kinds import Group, LetterKind, Seen
from lms.notifications.message import zone_of
from lms.notifications.models import Letter

from .commenting import COMMENTED

WAITING, ANSWERED = "moderation_waiting", "moderation_answered"
SHOWN = 12  # in one letter; more are counted
Workflow = WorkflowState


def awaiting() -> QuerySet[TaskState]:
    """Whatever waits for somebody's answer, at any step of a workflow. The longest waiting first."""
    rows = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=Workflow.STATUS_IN_PROGRESS)
    return rows.order_by("started_at", "pk")


def awaiting_by(person: User) -> QuerySet[TaskState]:
    """What the person may approve, as the steps themselves say, and did not ask for themselves."""
    rows = awaiting().exclude(workflow_state__requested_by=person)
    return rows if person.is_superuser else rows.filter(pk__in=TaskState.objects.reviewable_by(person).order_by().values("pk"))


def post_waiting(at: datetime | None = None) -> int:
    """Tell moderators what is new to them: what waited when they got their last letter stood in it. Returns how many letters."""
    at = at or now()
    groups = GroupApprovalTask.objects.filter(pk__in=awaiting().values("task")).values("groups")
    if not awaiting().exists():
        return 0
    editors = policy_registry.get_by_type(Page).users_with_any_permission({"change", "publish"})
    may = Q(groups__in=groups) | Q(pk__in=editors.order_by().values("pk"))
    moderators = User.objects.filter(may, _wants("submitted"), is_active=True, erased_at=None)
    return sum(_post_waiting(person, at) for person in moderators.distinct().order_by("pk"))


def _wants(what: str) -> Q:
    """As chosen in Wagtail's account settings; who chose nothing gets it."""
    return Q(wagtail_userprofile=None) | Q(**{f"wagtail_userprofile__{what}_notifications": True})


@transaction.atomic
def _post_waiting(person: User, at: datetime) -> bool:
    due_at = civil_hour(person, at)
    day = localtime(due_at, zone_of(person)).date().isoformat()
    last = Letter.objects.of(person).filter(kind=WAITING).order_by("-pk").first()
    waits = list(awaiting_by(person).values_list("pk", flat=True))
    is_new = not set(waits) <= set(last.context.get("waits", []) if last else [])
    if not is_new or (last and last.subject_key >= day):
        return False
    post_letter(kind=WAITING, person=person, subject_key=day, context={"waits": waits}, due_at=due_at)
    return True


def _said(letter: Letter) -> QuerySet[TaskState]:
    """What the letter is about and still waits for the person, who has not opened it."""
    unseen = set(letter.context.get("waits", [])) - set(letter.context.get("seen", []))
    return awaiting_by(letter.person).filter(pk__in=unseen).select_related("revision")


def _waiting_context(letter: Letter) -> dict[str, Any]:
    waits = list(_said(letter))
    return {
        "count": len(waits),
        "titles": [_title(state) for state in waits[:SHOWN]],
        "more": max(0, len(waits) - SHOWN),
        "link": absolute(f"{reverse('wagtailadmin_reports:workflow_tasks')}?reviewable=true"),
    }


def _title(state: TaskState) -> str:
    """As it was when it was handed to the moderators."""
    return str(state.revision.object_str) if state.revision else ""


def _answer(letter: Letter) -> TaskState:
    return TaskState.objects.select_related("workflow_state", "revision").get(pk=letter.context["answer"])


def post_answer(*, workflow_state: WorkflowState, by: User | None) -> Letter | None:
    """To whoever asked, unless they answered it themselves. Heard in the transaction of the answer."""
    author, state = workflow_state.requested_by, workflow_state.current_task_state
    what = "approved" if workflow_state.status == Workflow.STATUS_APPROVED else "rejected"
    if author is None or author == by or state is None or not User.objects.filter(_wants(what), pk=author.pk, is_active=True).exists():
        return None
    key = f"{workflow_state.object_id}:{state.pk}"
    return post_letter(kind=ANSWERED, person=author, subject_key=key, context={"answer": state.pk})


def _answer_needed(letter: Letter) -> bool:
    """Not once it was sent in again, or taken out of moderation."""
    workflow_state = _answer(letter).workflow_state
    is_last = workflow_state.current_task_state_id == letter.context["answer"]
    return is_last and workflow_state.status in (Workflow.STATUS_APPROVED, Workflow.STATUS_NEEDS_CHANGES)


def _answer_context(letter: Letter) -> dict[str, Any]:
    answer = _answer(letter)
    return {
        "page": _title(answer),
        "is_approved": answer.workflow_state.status == Workflow.STATUS_APPROVED,
        "comment": answer.comment.strip(),
        "link": absolute(reverse("wagtailadmin_pages:edit", args=[answer.workflow_state.object_id])),
    }


def see_page(*, person: User, page_id: int) -> None:
    """Who has the page open in the back office needs no letter about it."""
    letters = Letter.objects.of(person).queued()
    see_letters(letters=letters.filter(kind__in=(ANSWERED, COMMENTED), subject_key__startswith=f"{page_id}:"))
    with transaction.atomic():
        for letter in letters.filter(kind=WAITING).select_for_update():
            _see(letter, awaiting().filter(workflow_state__object_id=str(page_id)).values_list("pk", flat=True))


def _see(letter: Letter, opened: Iterable[int]) -> None:
    seen = sorted({*letter.context.get("seen", []), *opened})
    Letter.objects.queued().filter(pk=letter.pk).update(context={**letter.context, "seen": seen})


KINDS = [
    LetterKind(
        key=WAITING,
        group=Group.DUTIES,
        label=gettext_lazy("What awaits moderation"),
        context=_waiting_context,
        still_needed=lambda letter: _said(letter).exists(),
        seen=Seen.ASKED,
        variables={"count": gettext_lazy("How many there are")},
    ),
    LetterKind(
        key=ANSWERED,
        group=Group.DUTIES,
        label=gettext_lazy("What moderators said about a page of yours"),
        context=_answer_context,
        still_needed=_answer_needed,
        seen=Seen.PAGE,
        variables={"page": gettext_lazy("The title of the page")},
    ),
]
