from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.catalogue.models import LessonPage
from courses.quizzes.editors import edits_somewhere

from ..actions import copy_blocks, hold, paste_blocks
from ..copying import allowed, fresh, raw
from ..models import Clipboard
from ..shown import first_words
from ..typed import NotABlock, copied_name, for_form, from_form
from .lessons import frame, lesson_of


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, page_id: int) -> HttpResponse:
    """Choose blocks of the newest draft. They lie ready for any lesson that the person may edit."""
    lesson = lesson_of(request, page_id)
    draft = lesson.get_latest_revision_as_object()
    wanted = request.POST.getlist("block")
    if request.method == "POST":
        chosen = [block for block in raw(draft.body) if block.get("id") in wanted]
        if not chosen:
            messages.error(request, _("Choose at least one block."))
        elif not allowed(chosen, draft.body.stream_block):
            messages.error(request, _("That is too much at once. Copy fewer blocks."))
        else:
            copy_blocks(person=request.user, blocks=chosen, source_title=draft.title)
            words = ngettext("%(count)d block is copied.", "%(count)d blocks are copied.", len(chosen)) % {"count": len(chosen)}
            where = _("Open another lesson and choose “Paste blocks” there.")
            messages.success(request, f"{words} {where}")
            return redirect("wagtailadmin_pages:edit", page_id)
    return render(request, "writing/copy.html", {**frame(lesson, _("Copy blocks")), "blocks": _lines(draft), "wanted": wanted})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def paste(request: HttpRequest, page_id: int) -> HttpResponse:
    lesson = lesson_of(request, page_id)
    kept = Clipboard.objects.filter(person=request.user).first()
    if request.method == "POST" and kept:
        response = _paste(request, lesson, kept)
        if response:
            return response
    draft = lesson.get_latest_revision_as_object()
    known = draft.body.stream_block.child_blocks
    copied = [(known[block["type"]].label, first_words(block["value"])) for block in kept.blocks if block["type"] in known] if kept else []
    context = {**frame(lesson, _("Paste blocks")), "kept": kept, "copied": copied, "blocks": _lines(draft)}
    return render(request, "writing/paste.html", context)


def _paste(request: HttpRequest, lesson: LessonPage, kept: Clipboard) -> HttpResponse | None:
    hold(lesson.pk)
    lesson.refresh_from_db()
    lock = lesson.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, _("The lesson is locked now. What you copied is kept."))
        return None
    if not kept.blocks or not allowed(kept.blocks, lesson.body.stream_block):
        messages.error(request, _("What you copied cannot be put into a lesson any more. Copy it once again."))
        return None
    first, lost = paste_blocks(lesson=lesson, blocks=kept.blocks, after=request.POST.get("after", ""), by=request.user)
    messages.success(request, _("The blocks are pasted and saved as a draft. To undo it, remove them."))
    if lost:
        messages.warning(request, _lost_words(lost))
    return redirect(f"{reverse('wagtailadmin_pages:edit', args=[lesson.pk])}#:w:contentpath=body.{first}")


@require_POST
def copy_typed(request: HttpRequest) -> JsonResponse:
    """Blocks as they stand in an open editor, saved or not. They are the person's own words: no page is asked."""
    stream_block = _body_for(request)
    try:
        blocks = from_form(request.POST, stream_block)
    except NotABlock:
        return JsonResponse({"message": _("This block has a mistake in it. Mend it first, then copy it.")}, status=422)
    if not blocks or not allowed(blocks, stream_block):
        return JsonResponse({"message": _("That is too much at once. Copy fewer blocks.")}, status=422)
    copy_blocks(person=request.user, blocks=blocks, source_title=request.POST.get("title", ""))
    name = copied_name(blocks, stream_block)
    where = _("Open another lesson, or stay in this one, and choose “Paste” between its blocks.")
    return JsonResponse({"name": name, "message": _("Copied: %(block)s.") % {"block": name} + " " + where})


@require_GET
def to_paste(request: HttpRequest) -> JsonResponse:
    """What was copied, with new ids, as the editor puts it between its blocks. Nothing is saved by asking."""
    stream_block = _body_for(request)
    kept = Clipboard.objects.filter(person=request.user).first()
    if kept is None or not kept.blocks or not allowed(kept.blocks, stream_block):
        return JsonResponse({"message": _("What you copied cannot be put into a lesson any more. Copy it once again.")}, status=404)
    made, lost = fresh(kept.blocks)
    said = [_("Pasted: %(block)s. Learners begin a pasted exercise empty.") % {"block": copied_name(kept.blocks, stream_block)}]
    said += [_lost_words(lost)] if lost else []
    return JsonResponse({"blocks": for_form(made, stream_block), "message": " ".join(said)})


def _body_for(request: HttpRequest) -> Any:
    if not edits_somewhere(request.user):
        raise PermissionDenied
    return LessonPage._meta.get_field("body").stream_block


def _lost_words(lost: int) -> str:
    words = ngettext(
        "An assignment lost %(count)d exercise that was not copied with it. Name another there.",
        "Assignments lost %(count)d exercises that were not copied with them. Name others there.",
        lost,
    )
    return words % {"count": lost}


def _lines(draft: LessonPage) -> list[dict[str, Any]]:
    return [{"id": block.id, "label": block.block.label, "words": first_words(block.value)} for block in draft.body]
