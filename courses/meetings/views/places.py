"""Places at a meeting: booking, moving, giving back; inviting learners; the entry for the calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.consultations.models import Slot
from courses.consultations.views.guard import row_number
from courses.consultations.views.saying import say_booked
from courses.consultations.wording import offered_how, slot_how, when_words
from lms.calendars.writing import CONTENT_TYPE, single

from ..actions.booking import Booked, book, cancel, invite, move
from ..calendar import entry_of
from ..forms import LeaveForm
from ..listing import lines, with_taken
from ..models import Attendance, Meeting
from ..rules import Refused, invitations_of, learners_of, meetings_kept_by, meetings_open_to
from .found import AROUND, for_mentors, kept, known, see_meeting

State = Attendance.State


@require_POST
@for_mentors
def book_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One press. Whose place somebody else took a moment ago is on the waiting list, and is told so."""
    found = known(request, pk)
    try:
        booked = book(meeting=found, person=request.user)
    except Refused as refused:
        messages.warning(request, refused.reason.label)
    else:
        _say_booked(request, booked, is_for_place="wait" not in request.POST)
        if Slot.objects.open().filter(offered_by=request.user).overlapping(found.starts_at, found.ends_at).exists():
            messages.warning(request, _("You offer consultations at that time. Look whether you can do both."))
    return redirect("meeting", found.pk)


@require_http_methods(["GET", "POST"])
@for_mentors
def leave_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own place, after a question."""
    mine = _mine(request, pk)
    if not mine.is_open:
        return redirect("meeting", pk)
    return _cancelling(request, mine, "meeting", "mentor_meetings")


@require_http_methods(["GET", "POST"])
@for_mentors
def move_place(request: HttpRequest, pk: int) -> HttpResponse:
    """To another meeting that has room."""
    mine = _mine(request, pk)
    if not mine.is_open or mine.has_begun():
        return redirect("meeting", pk)
    others = meetings_open_to(request.user).exclude(pk=pk)
    if request.method == "POST":
        target = get_object_or_404(others, pk=row_number(request.POST.get("meeting")))
        try:
            moved = move(attendance=mine, to=target, by=request.user)
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect("move_place", pk)
        messages.success(request, _("You come at another time now. A letter with the entry for your calendar is on its way."))
        return redirect("meeting", moved.meeting_id)
    found = with_taken(others).select_related(*AROUND).order_by("starts_at", "pk")[:60]
    choices = [one for one in lines(found, request.user, now()) if one.deed == "book"]
    return render(request, "meetings/move.html", {"meeting": mine.meeting, "lines": choices, "when": _when(mine.meeting)})


@require_GET
@for_mentors
def meeting_ics(request: HttpRequest, pk: int) -> HttpResponse:
    return _ics(_mine(request, pk))


@require_http_methods(["GET", "POST"])
@for_mentors
def invite_learners(request: HttpRequest, pk: int) -> HttpResponse:
    """Learners of the placement that the meeting is about: who is chosen gets a place and a letter."""
    found = kept(request, pk)
    people = learners_of(found).order_by("name", "pk")
    if not found.is_open or found.has_begun() or not people.exists():
        return redirect("meeting", pk)
    there = set(found.attendances.standing().values_list("person", flat=True))
    if request.method == "POST":
        chosen = {row_number(number) for number in request.POST.getlist("learner")}
        count = 0
        for person in people.filter(pk__in=chosen):
            try:
                invite(meeting=found, learner=person, by=request.user)
                count += 1
            except Refused as refused:
                messages.warning(request, _("%(name)s: %(reason)s") % {"name": person, "reason": refused.reason.label})
        if count:
            messages.success(request, _("Invited. A letter tells them, with the entry for the calendar."))
        return redirect("meeting", pk)
    context = {"meeting": found, "when": _when(found), "people": [(one, one.pk in there) for one in people]}
    return render(request, "meetings/invite.html", context)


@require_http_methods(["GET", "POST"])
@for_mentors
def cancel_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's, for whoever keeps the meeting."""
    places = Attendance.objects.filter(meeting__in=meetings_kept_by(request.user)).exclude(person=request.user)
    place = get_object_or_404(places.select_related("person", "meeting__cohort", "meeting__offered_by"), pk=pk)
    if not place.is_open:
        return redirect("meeting", place.meeting_id)
    return _cancelling(request, place, "meeting", "meeting", place.meeting_id)


@never_cache
@login_required
@require_GET
def invited_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """What a learner sees of a meeting about their placement: when, where, with whom. Agenda and minutes are not theirs."""
    mine = _invitation(request, pk)
    shown = mine.meeting
    context = {
        "mine": mine,
        "meeting": shown,
        "when": _when(shown),
        "how": slot_how(shown) if mine.state in Attendance.TAKING_PART else offered_how(shown.mode, shown.where),
        "can_leave": mine.is_open and not mine.has_begun(),
    }
    see_meeting(request, shown)
    return render(request, "meetings/invited.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def leave_invited(request: HttpRequest, pk: int) -> HttpResponse:
    mine = _invitation(request, pk)
    if not mine.is_open:
        return redirect("invited_meeting", pk)
    return _cancelling(request, mine, "invited_meeting", "invited_meeting", pk)


@login_required
@require_GET
def invited_ics(request: HttpRequest, pk: int) -> HttpResponse:
    return _ics(_invitation(request, pk))


def _cancelling(request: HttpRequest, place: Attendance, page: str, then: str, *then_about: int) -> HttpResponse:
    form = LeaveForm(request.POST if request.method == "POST" else None)
    is_own = place.person_id == request.user.pk
    if not is_own:
        form.fields["reason"].help_text = _("%(name)s reads it in a letter.") % {"name": place.person}
    if form.is_valid():
        try:
            cancel(attendance=place, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect(page, place.meeting_id)
        messages.success(request, _("It is cancelled. If somebody waits for the place, it is theirs now."))
        return redirect(then, *then_about)
    context = {"place": place, "meeting": place.meeting, "form": form, "when": _when(place.meeting), "is_own": is_own, "page": page}
    return render(request, "meetings/leave.html", context, status=422 if form.errors else 200)


def _mine(request: HttpRequest, pk: int) -> Attendance:
    """The person's own place at a meeting that they still know."""
    found = known(request, pk)
    mine = Attendance.objects.of(request.user).standing().filter(meeting=found, is_learner=False)
    return get_object_or_404(mine.select_related("person", "meeting__cohort", "meeting__offered_by"), meeting=found)


def _invitation(request: HttpRequest, pk: int) -> Attendance:
    """The latest, which may be cancelled: its letter leads here."""
    mine = (
        invitations_of(request.user)
        .filter(meeting=pk)
        .select_related("person", "meeting__offered_by", "meeting__placement", "meeting__cohort")
    )
    latest = mine.order_by("-pk").first()
    if latest is None:
        raise Http404
    return latest


def _ics(place: Attendance) -> HttpResponse:
    """For the calendar of this device."""
    response = HttpResponse(single(entry_of(place)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


def _when(meeting: Meeting) -> str:
    return when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone)


def _say_booked(request: HttpRequest, booked: Booked, *, is_for_place: bool) -> None:
    is_booked = booked.attendance.state == State.BOOKED
    say_booked(request, is_new=booked.is_new, is_booked=is_booked, place=booked.place, is_for_place=is_for_place)
