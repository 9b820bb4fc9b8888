from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.catalogue.addresses import address
from courses.catalogue.outline import outline
from lms.core.log.ulid import is_ulid, new_ulid
from lms.core.saving.guard import refuse
from lms.core.saving.sent import page_to_return_to, place_to_return_to

from ..actions import AnswerRefused, dismiss_kept, restore_revision
from ..history import steps
from ..models import Entry
from ..rules import why_not_write
from .saving import STATUS

PER_PAGE = 20


def _entry(request: HttpRequest, enrolment_id: int, activity_id: int) -> Entry:
    entries = Entry.objects.of(request.user).select_related("enrolment__cohort__course", "activity", "version")
    return get_object_or_404(entries, enrolment_id=enrolment_id, activity_id=activity_id, revision__gt=0)


@never_cache
@login_required
@require_GET
def entry_history(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    entry = _entry(request, enrolment_id, activity_id)
    page = Paginator(entry.revisions.select_related("version"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "entry": entry,
        "lesson_url": _lesson_url(entry, request.LANGUAGE_CODE),
        "steps": steps(entry, list(page.object_list)),
        "page": page,
        "start": page.paginator.count - page.start_index() + 1,
        "can_write": why_not_write(entry.enrolment, entry.activity) is None,
        "change_id": new_ulid(),
    }
    return render(request, "workbook/history.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    """Bring an earlier version back, or say that the one kept beside is not needed."""
    entry = _entry(request, enrolment_id, activity_id)
    back = reverse("entry_history", args=[enrolment_id, activity_id])
    if page_to_return_to(request) != "/":
        back = place_to_return_to(request, entry.activity.block_id)
    if "dismiss" in request.POST:
        dismiss_kept(entry=entry)
        return HttpResponseRedirect(back)
    change_id = request.POST.get("change_id")
    try:
        restore_revision(
            entry=entry,
            revision=get_object_or_404(entry.revisions.select_related("version"), number=_number(request)),
            change_id=change_id if is_ulid(change_id) else new_ulid(),
            as_sent="as_sent" in request.POST,
        )
    except AnswerRefused as refusal:
        return refuse(request, STATUS[refusal.reason], refusal.reason, refusal.reason.label)
    return HttpResponseRedirect(back)


def _lesson_url(entry: Entry, language: str) -> str:
    """Nothing when the lesson is no longer there."""
    course = outline(entry.enrolment.cohort.course, language)
    lesson = course.lesson(entry.activity.lesson_id)
    return address(course.slug, lesson.module_slug, lesson.slug, language=language) if lesson else ""


def _number(request: HttpRequest) -> int:
    """The revision named, or the one before the merge that kept it."""
    number, kept = request.POST.get("number", ""), request.POST.get("kept", "")
    if number.isdigit() and len(number) < 10:
        return int(number)
    return int(kept) - 1 if kept.isdigit() and len(kept) < 10 else 0
