"""A course given out as a folder, packed by a task: how far it is, and the file."""

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from courses.catalogue.models import CoursePage

from ...models import FolderExport
from ..exports import KEPT, go_on, stands_still, start_export
from ..frame import frame
from ..rules import course_page_of, course_pages_of
from ..stillness import numbers_of, state_of, words_of, words_of_failed, words_of_held, words_of_progress

State = FolderExport.State


@never_cache
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest, pk: int) -> HttpResponse:
    """What was packed of a course in the last days. A POST packs it once more, as readers see it now."""
    course = course_page_of(request.user, pk)
    if request.method == "POST":
        return redirect("course_export", start_export(of=course, by=request.user).uid)
    context = {
        **frame(_("Download as a folder (.zip)"), *_above(course)),
        "course": course,
        "made": _exports(request).filter(of=course).select_related("created_by")[:20],
        "days": KEPT.days,
    }
    return render(request, "authoring/exports.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, uid: str) -> HttpResponse:
    """How far it is, then where the file is. A POST lets it go on."""
    made = _export(request, uid)
    if request.method == "POST":
        if not go_on(one=made) and made.state == State.MAKING:
            messages.warning(request, words_of_held())
        return redirect("course_export", made.uid)
    is_still = stands_still(made)
    above = (reverse("course_folder", args=[made.of_id]), _("Download as a folder (.zip)"))
    context = {
        **frame(date_format(localtime(made.created_at), "SHORT_DATETIME_FORMAT"), *_above(made.of), above),
        "made": made,
        "is_making": made.state == State.MAKING,
        "is_ready": made.state == State.READY,
        "is_failed": made.state == State.FAILED,
        "is_still": is_still,
        "shown_state": state_of(made, is_still=is_still),
        "words": _words(made),
        "numbers": numbers_of(made),
        "until": made.touched_at + KEPT,
    }
    return render(request, "authoring/export.html", context)


@never_cache
@require_GET
def progress(request: HttpRequest, uid: str) -> JsonResponse:
    """For the page's script."""
    made = _export(request, uid)
    state = state_of(made, is_still=stands_still(made))
    return JsonResponse({"state": state, "words": _words(made), **numbers_of(made)})


@never_cache
@require_GET
def file(request: HttpRequest, uid: str) -> FileResponse:
    made = get_object_or_404(_exports(request).filter(state=State.READY), uid=uid)
    response = FileResponse(made.file.open("rb"), as_attachment=True, filename=f"{made.slug}.zip", content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _above(course: CoursePage) -> list[tuple[str, str]]:
    return [(reverse("course_boards"), _("Courses")), (reverse("course_board", args=[course.pk]), course.draft_title)]


def _exports(request: HttpRequest) -> QuerySet[FolderExport]:
    return FolderExport.objects.filter(of__in=course_pages_of(request.user)).select_related("of")


def _export(request: HttpRequest, uid: str) -> FolderExport:
    return get_object_or_404(_exports(request), uid=uid)


def _words(made: FolderExport) -> str:
    if made.state == State.FAILED:
        return words_of_failed(made, _("The course is as it was."))
    if stands_still(made):
        return words_of(made, _("The course is as it was."))
    return words_of_progress(made, _("%(done)d of %(total)d pages are written."))
