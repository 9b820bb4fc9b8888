from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page, WorkflowState

from cms.pages.going_live import Publication, refusal
from courses.catalogue.change_words import block_name
from courses.catalogue.models import LessonPage

from .comparing import bodies_of, body_differences, body_of
from .leaving import said_of, say_whom_it_touches
from .views import lesson_changes

MOST_NAMED = 8


@hooks.register("register_admin_urls")
def urls() -> list:
    return [path("lessons/<int:page_id>/changes/", lesson_changes, name="lesson_changes")]


class WhatWillChange(ActionMenuItem):
    """Beside the button that publishes."""

    name = "what-will-change"
    label = gettext_lazy("What will change")
    icon_name = "history"
    order = 110

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and isinstance(page, LessonPage) and page.live and not page.alias_of_id

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("lesson_changes", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def what_will_change() -> ActionMenuItem:
    return WhatWillChange()


@hooks.register("insert_global_admin_css")
def words_of_differences() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/changes.css"))


@hooks.register("after_edit_page")
def look_after_approving(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The workflow is done, and `approved.finish_workflow` has kept the page back."""
    if "action-workflow-action" not in request.POST:
        return None
    last = WorkflowState.objects.for_instance(page).order_by("-created_at", "-pk").first()
    is_approved = last is not None and last.status == WorkflowState.STATUS_APPROVED
    newest = type(page).objects.get(pk=page.pk).get_latest_revision_as_object() if is_approved else None
    found = refusal([Publication(newest, request.user)]) if newest and newest.has_unpublished_changes else None
    return found.answer(request) if found else None


@hooks.register("before_delete_page")
def say_whom_deleting_touches(request: HttpRequest, page: Any) -> None:
    """On the page that asks."""
    if request.method == "GET":
        say_whom_it_touches(request, [page])


hooks.register("before_asking_to_unpublish", say_whom_it_touches)


@hooks.register("before_bulk_action")
def ask_whom_it_touches(request: HttpRequest, action_type: str, objects: list, action: Any) -> HttpResponse | None:
    """Wagtail asks before it knows which pages it may touch, so the number is said on a page of its own, with the same question."""
    is_leaving = action_type in ("unpublish", "delete") and all(isinstance(one, Page) for one in objects)
    said = said_of(objects) if is_leaving and "whom-it-touches" not in request.POST else []
    if not said:
        return None
    is_deleted = action_type == "delete"
    title = _("Delete these pages?") if is_deleted else _("Take these pages off the site?")
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    context = {"said": said, "pages": objects, "is_deleted": is_deleted, "fields": fields, "back": action.next_url}
    frame = {"header_title": title, "page_title": title, "header_icon": "warning", "breadcrumbs_items": [{"url": "", "label": title}]}
    return render(request, "changes/admin/leaving.html", frame | context)


@hooks.register("before_edit_page")
def say_what_comes_back(request: HttpRequest, page: Any) -> None:
    """Above an earlier revision that is about to be brought back; the page is as that has it."""
    place, field = request.resolver_match, body_of(page)
    if field is None or request.method != "GET" or place is None or place.url_name != "revisions_revert":
        return
    definitions = field.stream_block.child_blocks
    latest = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    found = body_differences(*bodies_of(latest, page, field), field, page.locale.language_code)
    named = ", ".join(f"{one.kind.label}: {one.title or block_name(one.block_type, definitions)}" for one in found[:MOST_NAMED])
    if not found:
        is_lesson = isinstance(page, LessonPage)
        same_lesson = _("The body of the lesson is the same in this revision as in the latest one.")
        messages.info(request, same_lesson if is_lesson else _("The text of the page is the same in this revision as in the latest one."))
    elif len(found) > MOST_NAMED:
        words = _("Bringing this revision back changes %(count)d blocks of the latest one: %(blocks)s and others.")
        messages.info(request, words % {"count": len(found), "blocks": named})
    else:
        messages.info(request, _("Bringing this revision back changes the latest one like this: %(blocks)s.") % {"blocks": named})
