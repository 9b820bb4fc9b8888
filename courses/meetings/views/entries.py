"""Confirming and returning days of practice at a meeting, several at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.consultations.wording import when_words
from courses.internships.deciding import answered_words, decisions_of, groups_of
from courses.internships.rules import Refused as EntryRefused
from lms.core.saving.guard import guarded_form
from lms.core.saving.sent import NotAccepted

from ..actions.closing import close_at
from ..rules import Refused, entries_closed_by
from .found import taken_part_in


@guarded_form
@require_http_methods(["GET", "POST"])
def meeting_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Of those that the person may answer; the minutes name what was closed."""
    meeting = taken_part_in(request, pk)
    if not meeting.is_open or meeting.is_closed or not meeting.has_begun():
        messages.warning(request, _("Days of practice are confirmed here from the beginning of the meeting until its minutes are closed."))
        return redirect("meeting", pk)
    waiting = entries_closed_by(request.user, meeting)
    refused: EntryRefused | None = None
    if request.method == "POST":
        try:
            made = close_at(
                meeting=meeting, decisions=decisions_of(request.POST.dict(), request.POST.getlist("seen"), waiting), by=request.user
            )
        except NotAccepted as refusal:
            messages.warning(request, refusal.message)
        except Refused as refusal:
            messages.warning(request, refusal.reason.label)
            return redirect("meeting", pk)
        except EntryRefused as refusal:
            refused = refusal
        else:
            messages.success(request, answered_words(made.closing.links.count()))
            return redirect("meeting_minutes", pk)
    groups, is_more = groups_of(waiting, request.POST.dict(), refused)
    context = {
        "meeting": meeting,
        "when": when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        "groups": groups,
        "is_more": is_more,
        "refused": refused and str(refused),
    }
    return render(request, "meetings/entries.html", context, status=422 if request.method == "POST" else 200)
