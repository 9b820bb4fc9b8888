from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import LessonPage

from ..actions import copy_blocks, hold, paste_blocks
from ..copying import allowed, raw
from ..models import Clipboard
from ..shown import first_words
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
        words = ngettext(
            "An assignment lost %(count)d exercise that was not copied with it. Name another there.",
            "Assignments lost %(count)d exercises that were not copied with them. Name others there.",
            lost,
        )
        messages.warning(request, words % {"count": lost})
    return redirect(f"{reverse('wagtailadmin_pages:edit', args=[lesson.pk])}#:w:contentpath=body.{first}")


def _lines(draft: LessonPage) -> list[dict[str, Any]]:
    return [{"id": block.id, "label": block.block.label, "words": first_words(block.value)} for block in draft.body]
