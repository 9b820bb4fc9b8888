"""The agenda: a case put on it, changed, moved up and down, taken on to the next meeting, taken off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.consultations.wording import day_words, when_words
from lms.core.saving.guard import guarded_form

from ..actions.agenda import carry_over, change_case, order_case, put_case, remove_case
from ..forms import CaseForm
from ..models import Meeting
from ..rules import Refused
from .found import for_mentors, kept, own_case, seen_case, taken_part_in


@guarded_form
@require_http_methods(["GET", "POST"])
def add_case(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = taken_part_in(request, pk)
    form = CaseForm(request.POST if request.method == "POST" else None, person=request.user, meeting=meeting)
    if form.is_valid():
        given = form.cleaned_data
        try:
            case = put_case(
                meeting=meeting,
                by=request.user,
                about=given["about"],
                topic=given.get("topic", ""),
                task=given.get("task"),
                entry=given.get("entry"),
            )
        except Refused as refused:
            form.add_error(None, refused.reason.label)
        else:
            messages.success(request, _("It is on the agenda."))
            return _at_case(meeting.pk, case.pk)
    context = {"form": form, "meeting": meeting, "when": _when(meeting)}
    return render(request, "meetings/case.html", context, status=422 if form.errors else 200)


@guarded_form
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_case(request, pk)
    form = CaseForm(
        request.POST if request.method == "POST" else None,
        initial={"about": case.about, "topic": case.topic},
        person=request.user,
        meeting=case.meeting,
        case=case,
    )
    if form.is_valid():
        try:
            change_case(case=case, about=form.cleaned_data["about"], topic=form.cleaned_data.get("topic", ""))
        except Refused as refused:
            form.add_error(None, refused.reason.label)
        else:
            messages.success(request, _("Saved."))
            return _at_case(case.meeting_id, case.pk)
    context = {"form": form, "meeting": case.meeting, "when": _when(case.meeting), "case": case}
    return render(request, "meetings/case.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_mentors
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A question first."""
    case = own_case(request, pk)
    if request.method == "GET":
        return render(request, "meetings/remove_case.html", {"case": case, "meeting": case.meeting, "when": _when(case.meeting)})
    try:
        remove_case(case=case)
    except Refused as refused:
        messages.warning(request, refused.reason.label)
    else:
        messages.success(request, _("It is off the agenda."))
    return redirect("meeting", case.meeting_id)


@require_POST
@for_mentors
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down, for whoever keeps the meeting; also of a case that they do not see."""
    meeting = kept(request, pk)
    number = request.POST.get("earlier") or request.POST.get("later") or ""
    case = meeting.cases.filter(pk=int(number)).first() if number.isascii() and number.isdecimal() and len(number) < 18 else None
    if case:
        case.meeting = meeting
        try:
            order_case(case=case, is_earlier="earlier" in request.POST)
        except Refused as refused:
            messages.warning(request, refused.reason.label)
        return _at_case(pk, case.pk)
    return redirect("meeting", pk)


@require_POST
@for_mentors
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    case = seen_case(request, pk)
    try:
        later = carry_over(case=case)
    except Refused as refused:
        messages.warning(request, refused.reason.label)
    else:
        messages.success(request, _("It goes on at the meeting of %(day)s.") % {"day": day_words(later.meeting.starts_at)})
    return _at_case(case.meeting_id, case.pk)


def _at_case(meeting: int, case: int) -> HttpResponse:
    """Back to where it was pressed."""
    return HttpResponseRedirect(f"{reverse('meeting', args=[meeting])}#case-{case}")


def _when(meeting: Meeting) -> str:
    return when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone)
