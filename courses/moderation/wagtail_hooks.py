from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page, WorkflowState

from . import names
from .rules import is_read, must_be_read_first
from .views import said

SKIPPED = "moderation.skip"


@hooks.register("register_admin_urls")
def urls() -> list:
    return [path("moderation/<int:page_id>/<slug:why>/", said, name="moderation_said")]


@hooks.register("register_log_actions")
def actions_of_moderation(actions: Any) -> None:
    @actions.register_action(SKIPPED)
    class SkipFormatter(LogFormatter):
        label = gettext_lazy("Publish without a second reading")

        def format_message(self, log_entry: Any) -> str:
            is_for_later = log_entry.data.get("is_for_later")
            return _("Goes live without a second reading") if is_for_later else _("Published without a second reading")


class HandIn(SubmitForModerationMenuItem):
    """Wagtail would put the name of the workflow into a sentence, which other languages cannot follow."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        page = parent_context.get("page") if parent_context["view"] != "create" else parent_context["parent_page"]
        workflow = page.get_workflow()
        if workflow and getattr(workflow, "kept_name", "") == names.WORKFLOW:
            state = page.current_workflow_state if parent_context["view"] != "create" else None
            is_back = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
            context["label"] = _("Hand in again") if is_back else _("Hand in for second reading")
        return context


@hooks.register("construct_page_action_menu", order=50)
def offer_what_may_be_done(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Where the course asks for a second reading there is nothing to press that would go past it. Whoever may let go live what was read
    has one button for it: Wagtail's own breaks the round off, and whoever handed the page in gets no answer."""
    for number, item in enumerate(menu_items):
        if item.name == "action-submit":
            menu_items[number] = HandIn(order=item.order)
    page = context.get("page") or context.get("parent_page")
    may_release = any(item.name == "release" for item in menu_items)
    if may_release or (page and page.pk and must_be_read_first(request.user, page)):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_edit_page")
def say_what_to_change(request: HttpRequest, page: Page) -> None:
    """Who opens a page that was sent back sees why, not only in a letter."""
    place = request.resolver_match
    state = page.current_workflow_state if request.method == "GET" and place and place.url_name == "edit" else None
    back = state.current_task_state if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES else None
    if back is not None:
        words = {"name": back.finished_by or "–", "comment": back.comment}
        said = _("%(name)s asks for changes: “%(comment)s”") if back.comment else _("%(name)s asks for changes.")
        messages.warning(request, said % words)


@hooks.register("after_publish_page")
def say_that_nobody_read_it(request: HttpRequest, page: Page) -> None:
    if not is_read(page):
        log(instance=page.specific, action=SKIPPED, user=request.user, data={"is_for_later": page.scheduled_revision is not None})


@hooks.register("after_edit_page", order=10)
def say_why_it_did_not_count(request: HttpRequest, page: Page) -> HttpResponse | None:
    why = getattr(request.user, "moderation_said", None)
    return redirect(why) if why else None
