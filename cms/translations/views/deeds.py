"""What is done with a whole translation from beside its source: publishing it, handing it in, answering for it. What follows is what
follows in Wagtail's own editor, so its hooks are asked here too."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from cms.pages.going_live import Publication, Refusal, refusal

from .. import actions
from ..beside import side_by_side
from ..drafts import save_draft
from ..handing_in import hand_in
from ..rules import may_hand_in, may_publish

ANSWER, HAND_IN = "action-workflow-action", "action-submit"  # named as in Wagtail's editor: hooks look for them


def publish(request: HttpRequest, translation: Translation) -> HttpResponse | None:
    """None where the person stays on the page."""
    if not may_publish(request.user, translation.get_target_instance()):
        messages.error(request, _("What you wrote is kept. Somebody who may publish this page publishes it."))
        return None
    try:
        found = _publish(translation, request.user)
    except ValidationError as error:
        messages.error(request, _("The page could not be published: %(why)s") % {"why": " ".join(error.messages)})
        return None
    if found:
        return found.answer(request)
    _say_published(request, translation)
    return _ask("after_publish_page", request, translation)


@transaction.atomic
def _publish(translation: Translation, person: Any) -> Refusal | None:
    page = save_draft(translation=translation, by=person)
    found = refusal([Publication(page.get_latest_revision_as_object(), person)])
    if found is None:
        actions.publish_translation(translation=translation, by=person)
    return found


def hand_it_in(request: HttpRequest, translation: Translation) -> HttpResponse | None:
    if not may_hand_in(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        is_handed_in = hand_in(translation=translation, by=request.user)
    except ValidationError as error:
        messages.error(request, _("The page could not be handed in: %(why)s") % {"why": " ".join(error.messages)})
        return None
    if not is_handed_in:
        messages.info(request, _("There is nothing to hand in: readers see all of it already."))
        return None
    elsewhere = _ask("after_edit_page", request, translation)
    if elsewhere is None:
        messages.success(request, _("Handed in. Readers see it once it is read and published."))
    return elsewhere


def answer(request: HttpRequest, translation: Translation) -> HttpResponse | None:
    """To a step of the workflow. Steps of Wagtail's own check nothing when they are answered: its editor asks them before."""
    page = translation.get_target_instance()
    number = request.POST.get("step", "")
    steps = TaskState.objects.filter(workflow_state__in=WorkflowState.objects.for_instance(page))
    state = get_object_or_404(steps, pk=int(number) if number.isdecimal() and len(number) < 18 else 0).specific
    task, given = state.task.specific, request.POST.get(ANSWER, "")
    if state.status == TaskState.STATUS_IN_PROGRESS and given not in {name for name, *_rest in task.get_actions(page, request.user)}:
        raise PermissionDenied
    before = page.live_revision_id
    task.on_action(state, request.user, given, comment=request.POST.get("comment", ""))
    elsewhere = _ask("after_edit_page", request, translation)
    if elsewhere is None and translation.get_target_instance().live_revision_id != before:
        _say_published(request, translation)
    elif elsewhere is None:
        messages.success(request, _("Your answer is kept."))
    return elsewhere


def _ask(hook_name: str, request: HttpRequest, translation: Translation) -> HttpResponse | None:
    page: Page = translation.get_target_instance()
    for hook in hooks.get_hooks(hook_name):
        response = hook(request, page)
        if isinstance(response, HttpResponse):
            return response
    return None


def _say_published(request: HttpRequest, translation: Translation) -> None:
    left = side_by_side(translation, translation.source.as_instance()).counts
    missing = left.total - left.done
    if missing:
        words = ngettext(
            "Published. %(count)s text is not translated yet: readers see it in the source language.",
            "Published. %(count)s texts are not translated yet: readers see them in the source language.",
            missing,
        )
        messages.success(request, words % {"count": missing})
    else:
        messages.success(request, _("Published. All texts of this page are translated."))
