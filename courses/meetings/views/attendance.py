"""Who was there: one page, half a minute on a phone."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.consultations.wording import when_words
from lms.core.saving.guard import guarded_form

from ..actions.attending import Mark, mark
from ..forms import LENGTHS, LastedForm
from ..models import Attendance
from ..rules import Refused, may_have_come
from .found import kept

State = Attendance.State


@dataclass(frozen=True)
class Row:
    """One who has a place. Who has booked is taken to have been there until somebody says otherwise."""

    place: Attendance
    was_there: bool


@guarded_form
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = kept(request, pk)
    if not meeting.is_open or not meeting.has_begun():
        messages.warning(request, _("Who was there is noted when the meeting has begun."))
        return redirect("meeting", pk)
    places = list(meeting.attendances.standing().select_related("person").order_by("person__name", "pk"))
    posted = request.POST if request.method == "POST" else None
    others = may_have_come(meeting)
    form = LastedForm(posted, initial={"lasted": meeting.lasted or meeting.minutes}, people=others)
    if form.is_valid():
        marks = {one.pk: said for one in places if (said := _mark(request, one))}
        try:
            marked = mark(meeting=meeting, by=request.user, marks=marks, came=form.came_people, lasted=form.cleaned_data["lasted"])
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect("meeting", pk)
        if marked.left:
            names = ", ".join(str(one.person) for one in marked.left)
            messages.warning(request, _("Somebody else has marked this meanwhile, and it stays so: %(names)s") % {"names": names})
            return redirect("meeting_attendance", pk)
        count = meeting.attendances.filter(state=State.ATTENDED).count()
        messages.success(request, ngettext("Noted: %(count)d was there.", "Noted: %(count)d were there.", count) % {"count": count})
        return redirect("meeting", pk)
    rows = [Row(one, _was_there(request, one)) for one in places]
    context = {
        "meeting": meeting,
        "when": when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        "form": form,
        "rows": rows,
        "lengths": LENGTHS,
        "others": [(one, str(one.pk) in request.POST.getlist("came")) for one in others],
    }
    return render(request, "meetings/attendance.html", context, status=422 if form.errors else 200)


def _mark(request: HttpRequest, one: Attendance) -> Mark | None:
    said, seen = request.POST.get(f"p-{one.pk}"), request.POST.get(f"s-{one.pk}", "")
    return Mark(seen, said == "yes") if said in ("yes", "no") else None


def _was_there(request: HttpRequest, one: Attendance) -> bool:
    said = request.POST.get(f"p-{one.pk}")
    return said == "yes" if said else one.state in (State.BOOKED, State.ATTENDED)
