"""The steps between a draft and its publication, after the checks of `courses/proofreading`: somebody else reads it, and somebody who may
publish lets it go live. Who they are follows from rights on the page, so from roles on its course in every language."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext as in_wagtails_words  # as its dialog of the hour calls the button
from django.utils.translation import gettext_lazy
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry

from .actions import answer, free
from .forms import WhatToChange, WithComment
from .rules import has_right, is_ones_own, wrote_last

Action = tuple[str, str, bool]  # as Wagtail wants it: name, label, whether it asks for a comment


class PageTask(Task):
    """A step that is taken by whoever has a right on the page."""

    right: ClassVar[str]
    checks_again = False

    class Meta:
        abstract = True

    def may_answer(self, page: Page, person: Any) -> bool:
        return bool(person.is_superuser) or has_right(person, page, self.right)

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        page = workflow_state.content_object
        if page.locked_by and not self.may_answer(page, page.locked_by):
            free(page=page)
        return super().start(workflow_state, user=user)

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        return WhatToChange if action == "reject" else WithComment

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> str | None:
        """The address to go to, where it could not be done."""
        return answer(state=task_state, task=self, by=user, what=action_name, comment=str(kwargs.get("comment", "")))

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return self.may_answer(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not self.may_answer(obj, user)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return self.may_answer(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return states
        pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {self.right})
        return states.filter(workflow_state__object_id__in=pages.annotate(as_text=Cast("pk", CharField())).values("as_text"))


class SecondReadingTask(PageTask):
    right = "change"

    class Meta:
        verbose_name = gettext_lazy("second reading")
        verbose_name_plural = gettext_lazy("second readings")

    @classmethod
    def get_description(cls) -> str:
        return _("Whoever may edit the page reads it, but not who handed it in, and not who wrote the newest draft.")

    def may_answer(self, page: Page, person: Any) -> bool:
        return super().may_answer(page, person) and not is_ones_own(person, page, page.current_workflow_state)

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        """Who changed something while reading has become a writer: they may hand it back, and somebody else approves."""
        if not self.may_answer(obj, user):
            return []
        back = ("reject", _("Ask for changes"), True)
        return [back] if wrote_last(user, obj) else [("approve", _("Approve"), False), ("approve", _("Approve with a comment"), True), back]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states if user.is_superuser else states.exclude(workflow_state__requested_by=user)


class PublishingTask(PageTask):
    """Its answer has a name of its own: a second click on “Approve” of the second reading must not publish."""

    right = "publish"
    checks_again = True

    class Meta:
        verbose_name = gettext_lazy("publishing after second reading")
        verbose_name_plural = gettext_lazy("publishing after second reading")

    @classmethod
    def get_description(cls) -> str:
        return _("Whoever may publish the page lets it go live, or sends it back. The site looks through it once more.")

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        if not self.may_answer(obj, user):
            return []
        label = in_wagtails_words("Schedule to publish") if _is_for_later(obj) else _("Publish")
        return [("release", label, False), ("reject", _("Ask for changes"), True)]


def _is_for_later(page: Page) -> bool:
    draft = page.get_latest_revision_as_object()
    return bool(draft.go_live_at and draft.go_live_at > now())
