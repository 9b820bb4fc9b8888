"""A translation goes the way of every draft, to its second reader and its publisher, by the steps of Wagtail's workflow: who may answer
and what follows is said by the steps themselves."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from wagtail.models import AbstractGroupApprovalTask, Page, Task, TaskState, WorkflowState
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from lms.accounts.models import User

from .drafts import is_behind, save_draft

NAMED = 5  # of those who may answer
ASKED = 20


@transaction.atomic
def hand_in(*, translation: Translation, by: User | None) -> bool:
    """What is typed becomes the newest draft, and is read; False where readers see all of it, or where the page has no workflow any more.
    Handed in again while it is being read, the reading begins anew where something has changed. A repeat changes nothing."""
    page = save_draft(translation=translation, by=by)
    state = page.current_workflow_state
    if state is None and page.live and page.live_revision_id == page.latest_revision_id:
        return False
    if state is None:
        workflow = page.get_workflow()
        if workflow is None:
            return False
        workflow.start(page, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    elif state.current_task_state.revision_id != page.latest_revision_id:
        state.current_task_state.specific.cancel(user=by)
    return True


@dataclass
class Reading:
    """Where a translation is on its way. `state` is the last step that was reached."""

    translation: Translation
    page: Page
    state: TaskState
    person: User

    @property
    def is_going_on(self) -> bool:
        return bool(self.state.status == TaskState.STATUS_IN_PROGRESS)

    @property
    def by(self) -> str:
        return str(self.state.workflow_state.requested_by or "–")

    @property
    def handed_in_at(self) -> datetime:
        return self.state.workflow_state.created_at

    @property
    def step(self) -> str:
        return str(self.state.task.name)

    @cached_property
    def has_changed(self) -> bool:
        """Since it was handed in: an answer counts for nothing, and the reading begins anew."""
        return self.state.revision_id != self.page.latest_revision_id or is_behind(self.translation, self.page)

    @cached_property
    def answers(self) -> dict[str, str]:
        """What the person may answer: label by name."""
        labels: dict[str, str] = {}
        for name, label, _asks in self.state.task.specific.get_actions(self.page, self.person) if self.is_going_on else []:
            labels.setdefault(name, str(label))
        return labels

    @property
    def is_to_be_answered(self) -> bool:
        """By the person, and as it is: there is nothing to hand in before that."""
        return bool(self.answers) and not self.has_changed

    @cached_property
    def people(self) -> list[str]:
        """Some of those who may answer. Each costs queries to ask, so only those are asked who are likely to."""
        task = self.state.task.specific
        asked = _likely(task, self.page).order_by("name", "pk").distinct()[:ASKED]
        return [str(person) for person in islice((person for person in asked if task.get_actions(self.page, person)), NAMED)]


def _likely(task: Task, page: Page) -> QuerySet[User]:
    """Who has the right that the step asks for, or is in its groups."""
    right = getattr(task, "right", "")
    rights = {right} if right else {"change", "publish"}
    people: QuerySet[User] = policy_registry.get(page).users_with_any_permission_for_instance(rights, page)
    if isinstance(task, AbstractGroupApprovalTask):
        people = people.filter(Q(groups__in=task.groups.all()) | Q(is_superuser=True))
    return people


def reading_of(translation: Translation, page: Page, person: User) -> Reading | None:
    """None where nothing was handed in, or what was is read and done."""
    on_its_way = page.current_workflow_state
    state = on_its_way.current_task_state if on_its_way else None
    return Reading(translation, page, state, person) if state else None
