"""The minutes: notes that are kept as they are typed, what was agreed, closing them, corrections."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.consultations.wording import when_words
from lms.accounts.device import device_html
from lms.core.log.ulid import new_ulid
from lms.core.saving.guard import guarded_form
from lms.core.saving.sent import change_name

from ..actions.minuting import agree, close_minutes, correct, set_done, take_back
from ..forms import CorrectionForm, StepForm
from ..models import AgreedStep, Case, Meeting
from ..rules import Refused, keeps, meetings_taken_part_in_by, named_in, sees
from ..showing import agenda_of, closed_entries_of, minutes_of, who_comes
from .found import for_mentors, kept, taken_part_in


@guarded_form
@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST adds what was agreed, or, when the minutes are closed, a correction."""
    meeting = taken_part_in(request, pk)
    is_post = request.method == "POST"
    agreeing = StepForm(request.POST if is_post and not meeting.is_closed else None, people=named_in(meeting))
    correcting = CorrectionForm(request.POST if is_post and meeting.is_closed else None)
    form = correcting if meeting.is_closed else agreeing
    if form.is_valid():
        case = _case(request, meeting)
        try:
            _add(request, meeting, case, form.cleaned_data)
        except Refused as refused:
            messages.warning(request, refused.reason.label)
        return HttpResponseRedirect(_place(meeting, case))
    context = _shown(request, meeting) | {"agreeing": agreeing, "correcting": correcting, "form": form}
    return render(request, "meetings/minutes.html", context, status=422 if form.errors else 200)


def _shown(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    agenda = agenda_of(meeting, request.user)
    general = minutes_of(meeting, agenda, request.user)
    can_write = meeting.is_open and not meeting.is_closed
    session = f"{reverse('meeting_session')}?log={meeting.pk}&l={request.LANGUAGE_CODE}"
    return {
        "meeting": meeting,
        "when": when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        "agenda": agenda,
        "general": general,
        "general_item": f"m{meeting.pk}",
        "closed": closed_entries_of(meeting, request.user),
        "people": who_comes(meeting),
        "may_keep": keeps(request.user, meeting.cohort),
        "has_begun": meeting.has_begun(),
        "can_write": can_write,
        "device": device_html(request.user, session) if can_write else "",
        "new_name": new_ulid,
        "here": reverse("meeting_minutes", args=[meeting.pk]),
    }


def _add(request: HttpRequest, meeting: Meeting, case: Case | None, given: dict[str, Any]) -> None:
    made_id = change_name(request.POST.get("made_id"))
    if meeting.is_closed:
        correct(meeting=meeting, by=request.user, made_id=made_id, text=given["text"], case=case)
        messages.success(request, _("The correction is added."))
    else:
        agree(meeting=meeting, by=request.user, made_id=made_id, case=case, **given)
        messages.success(request, _("Agreed."))


def _case(request: HttpRequest, meeting: Meeting) -> Case | None:
    """What it is about, of the cases that they see; none: the whole meeting."""
    number = request.POST.get("case", "")
    if not number.isdecimal() or len(number) > 17:
        return None
    case = meeting.cases.select_related("task", "entry").filter(pk=int(number)).first()
    return case if case and sees(request.user, case) else None


def _place(meeting: Meeting, case: Case | None) -> str:
    return reverse("meeting_minutes", args=[meeting.pk]) + (f"#case-{case.pk}" if case else "#agreed")


@require_POST
@for_mentors
def take_step_back(request: HttpRequest, pk: int) -> HttpResponse:
    step = get_object_or_404(_steps_of(request), pk=pk)
    if step.case and not sees(request.user, step.case):
        return redirect("meeting_minutes", step.meeting_id)
    try:
        take_back(step=step)
    except Refused as refused:
        messages.warning(request, refused.reason.label)
    return HttpResponseRedirect(_place(step.meeting, step.case))


@require_POST
@for_mentors
def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Ticked off by whoever is to do it, or not yet after all."""
    step = get_object_or_404(AgreedStep.objects.of(request.user), pk=pk)
    set_done(step=step, is_done="not_yet" not in request.POST)
    return redirect("mentor_meetings")


@require_http_methods(["GET", "POST"])
@for_mentors
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """A question first: it cannot be undone."""
    meeting = kept(request, pk)
    if request.method == "POST":
        try:
            close_minutes(meeting=meeting, by=request.user)
        except Refused as refused:
            messages.warning(request, refused.reason.label)
        else:
            messages.success(request, _("The minutes are closed. What has to be put right is added as a correction."))
        return redirect("meeting_minutes", pk)
    if meeting.is_closed or not meeting.is_open or not meeting.has_begun():
        return redirect("meeting_minutes", pk)
    when = when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone)
    return render(request, "meetings/close.html", {"meeting": meeting, "when": when, "is_marked": meeting.lasted is not None})


def _steps_of(request: HttpRequest) -> Any:
    theirs = AgreedStep.objects.filter(meeting__in=meetings_taken_part_in_by(request.user))
    return theirs.select_related("meeting", "case__task", "case__entry")
