"""Meetings as such: the list, offering one or a series, its page, changing and cancelling it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from courses.consultations.wording import when_words

from ..actions.offering import cancel_meeting, cancel_rest_of_series, change_meeting, offer, offer_series
from ..actions.seats import place_in_line
from ..forms import CancelForm, MeetingForm
from ..listing import line, listing_of
from ..models import Attendance, Meeting
from ..rules import Refusal, Refused, cohorts_kept_by, keeps, keeps_somewhere, learners_of, meetings_taken_part_in_by
from ..showing import agenda_of, who_comes
from .found import for_mentors, kept, known, see_meeting

State = Attendance.State


@require_GET
@for_mentors
def mentor_meetings(request: HttpRequest) -> HttpResponse:
    listing = listing_of(request.user, request.GET.get("page", ""))
    return render(request, "meetings/list.html", {"listing": listing, "keeps": keeps_somewhere(request.user)})


@require_GET
@for_mentors
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Time and place for all who may come; agenda, who comes and the way to the minutes for who takes part."""
    found, at = known(request, pk), now()
    mine = Attendance.objects.of(request.user).standing().filter(meeting=found, is_learner=False).select_related("meeting").first()
    takes_part = meetings_taken_part_in_by(request.user).filter(pk=found.pk).exists()
    may_keep = keeps(request.user, found.cohort)
    context = {
        "meeting": found,
        "line": line(found, mine, request.user, at),
        "mine": mine,
        "standing": _standing_words(mine) if mine else "",
        "can_leave": mine is not None and mine.is_open and not found.has_begun(at),
        "takes_part": takes_part,
        "may_keep": may_keep,
        "has_begun": found.has_begun(at),
        "can_add": takes_part and found.is_open and not found.is_closed,
        "agenda": agenda_of(found, request.user) if takes_part else [],
        "people": who_comes(found) if takes_part else {},
        "can_invite": may_keep and found.is_open and not found.has_begun(at) and learners_of(found).exists(),
    }
    see_meeting(request, found)
    return render(request, "meetings/meeting.html", context)


@require_http_methods(["GET", "POST"])
@for_mentors
def offer_meeting(request: HttpRequest) -> HttpResponse:
    """Once, or a series that is written at once."""
    if not keeps_somewhere(request.user):
        raise Http404
    cohorts = cohorts_kept_by(request.user).filter(closed_at=None).order_by("name", "pk")
    form = MeetingForm(request.POST if request.method == "POST" else None, cohorts=cohorts, person=request.user)
    if form.is_valid():
        try:
            count = _offer(request, form)
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, ngettext("Offered: %(count)d meeting.", "Offered: %(count)d meetings.", count) % {"count": count})
            return redirect("mentor_meetings")
    return render(request, "meetings/offer.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_mentors
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = kept(request, pk)
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        initial=MeetingForm.initial_of(found),
        cohorts=cohorts_kept_by(request.user),
        person=request.user,
        slot=found,
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            change_meeting(meeting=found, by=request.user, what=form.offer, placement=given["placement"], is_sure=given["is_sure"])
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("Changed. Whoever has booked gets a letter if the time or the place is another."))
            return redirect("meeting", found.pk)
    context = {"form": form, "meeting": found, "when": _when(found)}
    return render(request, "meetings/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_mentors
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """A question first."""
    found = kept(request, pk)
    form = CancelForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            count = _cancel(request, found, form)
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect("meeting", found.pk)
        messages.success(request, ngettext("Cancelled: %(count)d meeting.", "Cancelled: %(count)d meetings.", count) % {"count": count})
        return redirect("mentor_meetings")
    told = found.attendances.filter(state__in=Attendance.OPEN).count()
    context = {"form": form, "meeting": found, "when": _when(found), "told": told}
    return render(request, "meetings/cancel.html", context, status=422 if form.errors else 200)


def _cancel(request: HttpRequest, found: Meeting, form: CancelForm) -> int:
    reason = form.cleaned_data["reason"]
    if form.cleaned_data.get("and_later"):
        return cancel_rest_of_series(meeting=found, by=request.user, reason=reason)
    cancel_meeting(meeting=found, by=request.user, reason=reason)
    return 1


def _standing_words(mine: Attendance) -> str:
    if mine.state == State.WAITING:
        return _("You are number %(place)d on the waiting list.") % {"place": place_in_line(mine)}
    return _("You have a place.") if mine.state == State.BOOKED else str(mine.get_state_display())


def _when(found: Meeting) -> str:
    return when_words(found.starts_at, found.ends_at, found.time_zone)


def _offer(request: HttpRequest, form: MeetingForm) -> int:
    given = form.cleaned_data
    cohort, placement, is_sure = given["cohort"], given["placement"], given["is_sure"]
    if given["every"]:
        every, until = given["every"], given["until"]
        return len(
            offer_series(cohort=cohort, by=request.user, what=form.offer, placement=placement, is_sure=is_sure, every=every, until=until)
        )
    offer(cohort=cohort, by=request.user, what=form.offer, placement=placement, is_sure=is_sure)
    return 1


def _refuse(form: MeetingForm, refused: Refused) -> None:
    """Beside the field that it is about."""
    fields = {
        Refusal.OVERLAPS_OWN: "at",
        Refusal.IN_THE_PAST: "day",
        Refusal.BEGUN: "day",
        Refusal.FEWER_SEATS: "seats",
        Refusal.TOO_LONG: "until",
    }
    form.asks_if_sure = refused.reason == Refusal.OVERLAPS_OWN
    form.add_error(fields.get(refused.reason), refused.reason.label)
