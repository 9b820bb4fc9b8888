from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail import hooks

from cms.pages.going_live import Publication, refusal
from courses.catalogue import describing, recording
from courses.catalogue.change_words import names_of_blocks
from courses.catalogue.models import LessonChange, LessonPage

from .actions import NotReady, SomebodyElse, keep_plan, publish_draft
from .comparing import row_of
from .forms import PlanForm, name_of
from .pending import Pending, pending
from .rules import may_publish

RECENT = 20


@require_http_methods(["GET", "POST"])
def lesson_changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """What publishing the draft of a lesson would change, whom that touches, and what was changed before."""
    page = get_object_or_404(LessonPage.objects.select_related("locale"), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    found = pending(page)
    if found is None or not found.differences:
        return _answer(request, page, {"pending": found})
    form = PlanForm(request.POST if request.method == "POST" else None, pending=found)
    if form.is_valid():
        answer = _keep(request, page, found, form)
        if answer:
            return answer
        found = pending(page) or found
        form = PlanForm(pending=found)
    can_publish = may_publish(request.user, page)
    return _answer(request, page, {"pending": found, "form": form, "rows": list(_rows(found, form)), "can_publish": can_publish})


def _keep(request: HttpRequest, page: LessonPage, found: Pending, form: PlanForm) -> HttpResponse | None:
    """None where the editor has to look again."""
    values = form.cleaned_data
    is_confirmed = bool(values.get("is_confirmed"))
    publishes = "publish" in request.POST and may_publish(request.user, page)
    try:
        plan = keep_plan(
            seen=found,
            revision_id=values["revision"],
            plan_id=values["plan"],
            choices=form.choices,
            note=values["note"],
            is_confirmed=is_confirmed,
            by=request.user,
        )
        after = pending(page)
        if not publishes or after is None:
            messages.success(request, _("What you said of these changes is kept with the draft."))
            return redirect("lesson_changes", page.pk)
        if after.waits_for_yes:
            messages.error(request, _("Nothing was published. See whom it touches, and say so below."))
            return None
        if refused := refusal([Publication(after.draft, request.user)]):
            return refused.answer(request)
        publish_draft(seen=after, revision_id=values["revision"], plan=plan, by=request.user)
    except SomebodyElse:
        words = _("Somebody else has changed this lesson or its plan meanwhile, so nothing was kept. This is how it stands now.")
        messages.error(request, words)
        return None
    except NotReady:
        messages.error(request, _("The draft has gaps, so it was not published. Publish it from the editor, which shows them."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    published = LessonPage.objects.get(pk=page.pk)
    for hook in hooks.get_hooks("after_publish_page"):  # as the button of Wagtail's editor asks: what was skipped is written down
        hook(request, published)
    is_later = after.draft.go_live_at and after.draft.go_live_at > now()
    messages.success(request, _("The lesson goes live at the time you set.") if is_later else _("The lesson is published."))
    return redirect("lesson_changes", page.pk)


def _rows(found: Pending, form: PlanForm) -> Iterator[dict[str, Any]]:
    definitions = recording.definitions()
    names = names_of_blocks(definitions, found.before.content.get("body") or [], describing.content(found.draft)["body"])
    for difference in found.differences:
        field = form[name_of(difference)] if not recording.is_fixed(difference) else None
        yield {**row_of(difference, definitions, names), "field": field, "proposed": difference.proposed.label}


def _answer(request: HttpRequest, page: LessonPage, context: dict[str, Any]) -> HttpResponse:
    done = LessonChange.objects.filter(lesson__translation_key=page.translation_key, language=page.locale.language_code)
    frame = {
        "header_title": _("What will change"),
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()},
            {"url": "", "label": _("What will change")},
        ],
        "page": page,
        "language": page.locale.language_code,
        "done": done.select_related("by").prefetch_related("blocks__chosen_by").order_by("-pk")[:RECENT],
    }
    return render(request, "changes/admin/lesson_changes.html", frame | context)
