from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import WorkflowState

from cms.pages.going_live import Publication
from courses.catalogue import recording
from courses.catalogue.change_words import block_name
from courses.catalogue.models import Lesson, LessonPage

from .comparing import body_differences
from .gate import is_it_looked_at
from .touched import touched
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
    """The workflow is done, and `approved.finish_workflow` has kept the lesson back."""
    if not isinstance(page, LessonPage) or "action-workflow-action" not in request.POST:
        return None
    last = WorkflowState.objects.for_instance(page).order_by("-created_at", "-pk").first()
    is_approved = last is not None and last.status == WorkflowState.STATUS_APPROVED
    found = is_it_looked_at(Publication(page, request.user)) if is_approved else None
    return found.answer(request) if found else None


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def say_whom_it_touches(request: HttpRequest, page: Any) -> None:
    """On the page that asks whether to delete; of a lesson that is taken off, and can be put back, with the deed."""
    lessons = LessonPage.objects.descendant_of(page, inclusive=True).values("translation_key")
    ids = list(Lesson.objects.live().filter(translation_key__in=lessons).values_list("pk", flat=True))
    is_said_before = request.method == "POST" and "delete" in request.path
    people = sum(cohort.read for cohort in touched(ids, [])) if ids and not is_said_before else 0
    if people:
        words = ngettext(
            "%(count)d learner has read this. What they wrote and completed stays, but they will not find it in the course any more.",
            "%(count)d learners have read this. What they wrote and completed stays, but they will not find it in the course any more.",
            people,
        )
        messages.warning(request, words % {"count": people})


@hooks.register("before_edit_page")
def say_what_comes_back(request: HttpRequest, page: Any) -> None:
    """Above an earlier revision that is about to be brought back; the page is as that has it."""
    place = request.resolver_match
    if not isinstance(page, LessonPage) or request.method != "GET" or place is None or place.url_name != "revisions_revert":
        return
    found = body_differences(LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object(), page)
    named = ", ".join(f"{one.kind.label}: {one.title or block_name(one.block_type, recording.definitions())}" for one in found[:MOST_NAMED])
    if not found:
        messages.info(request, _("The body of the lesson is the same in this revision as in the latest one."))
    elif len(found) > MOST_NAMED:
        words = _("Bringing this revision back changes %(count)d blocks of the latest one: %(blocks)s and others.")
        messages.info(request, words % {"count": len(found), "blocks": named})
    else:
        messages.info(request, _("Bringing this revision back changes the latest one like this: %(blocks)s.") % {"blocks": named})
