"""Times that somebody offers: the diary, a new one or a series, who comes, changing, cancelling, booking for somebody."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lms.notifications.inbox import see_kinds

from ..actions.booking import book
from ..actions.offering import cancel_rest_of_series, cancel_slot, change_slot, offer, offer_series
from ..desk_forms import OfferForm
from ..diary import diary_of, offered_time, who_comes
from ..learner_forms import ReasonForm
from ..letters import NEWS
from ..models import Consultation, Slot
from ..people import chosen, find
from ..rules import Refusal, Refused, cohorts_worked_for, keeps_somewhere, slots_kept_by
from ..wording import when_words
from .guard import for_offerers


@require_GET
@for_offerers
def mentor_consultations(request: HttpRequest) -> HttpResponse:
    sees_all = keeps_somewhere(request.user)
    diary = diary_of(request.user, is_of_all=sees_all and "all" in request.GET, after=request.GET.get("after", ""))
    see_kinds(person=request.user, keys={NEWS})
    return render(request, "consultations/desk/diary.html", {"diary": diary, "sees_all": sees_all})


@require_http_methods(["GET", "POST"])
@for_offerers
def offer_time(request: HttpRequest) -> HttpResponse:
    """Once, or a series that is written at once."""
    cohorts = cohorts_worked_for(request.user).filter(closed_at=None).order_by("name", "pk")
    form = OfferForm(request.POST if request.method == "POST" else None, cohorts=cohorts, person=request.user)
    if form.is_valid():
        try:
            count = _offer(request, form)
        except Refused as refused:
            _refuse(form, refused)
        else:
            said = ngettext("Offered: %(count)d time.", "Offered: %(count)d times.", count) % {"count": count}
            messages.success(request, said)
            return redirect("mentor_consultations")
    return render(request, "consultations/desk/offer.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@for_offerers
def offered_time_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes and who waits."""
    slot = _slot(request, pk)
    consultations = who_comes([slot], request.user).get(slot.pk, [])
    context = {
        "slot": slot,
        "when": when_words(slot.starts_at, slot.ends_at, slot.time_zone),
        "time": offered_time(slot, consultations),
        "waiting": [one for one in consultations if one.seat is None and one.is_named],
        "can_change": slot.is_open and not slot.has_begun(),
    }
    return render(request, "consultations/desk/time.html", context)


@require_http_methods(["GET", "POST"])
@for_offerers
def change_time(request: HttpRequest, pk: int) -> HttpResponse:
    slot = _slot(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = OfferForm(posted, initial=OfferForm.initial_of(slot), cohorts=cohorts_worked_for(request.user), person=request.user, slot=slot)
    if form.is_valid():
        try:
            change_slot(slot=slot, by=request.user, what=form.offer, is_sure=form.cleaned_data["is_sure"])
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("Changed. Whoever has booked gets a letter if the time or the place is another."))
            return redirect("offered_time", slot.pk)
    when = when_words(slot.starts_at, slot.ends_at, slot.time_zone)
    return render(request, "consultations/desk/change.html", {"form": form, "slot": slot, "when": when}, status=422 if form.errors else 200)


class CancelForm(ReasonForm):
    and_later = forms.BooleanField(required=False)

    def __init__(self, slot: Slot, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Everybody who has booked reads it in a letter.")
        self.fields["and_later"].label = _("And all later times of this series")
        if not slot.series_id:
            del self.fields["and_later"]


@require_http_methods(["GET", "POST"])
@for_offerers
def cancel_time(request: HttpRequest, pk: int) -> HttpResponse:
    slot = _slot(request, pk)
    form = CancelForm(slot, request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.cleaned_data.get("and_later"):
            count = cancel_rest_of_series(slot=slot, by=request.user, reason=reason)
        else:
            count = 1
            cancel_slot(slot=slot, by=request.user, reason=reason)
        messages.success(request, ngettext("Cancelled: %(count)d time.", "Cancelled: %(count)d times.", count) % {"count": count})
        return redirect("mentor_consultations")
    told = slot.consultations.filter(state__in=Consultation.OPEN).count()
    context = {"form": form, "slot": slot, "when": when_words(slot.starts_at, slot.ends_at, slot.time_zone), "told": told}
    return render(request, "consultations/desk/cancel_time.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_offerers
def book_for(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who asked by word of mouth: found by a few letters, booked by one press."""
    slot = _slot(request, pk)
    if request.method == "POST":
        who = chosen(request.user, request.POST.get("who", ""))
        if who is None or who.cohort.pk != slot.cohort_id:
            messages.warning(request, _("Choose somebody of this group."))
            return redirect("book_for", slot.pk)
        try:
            booked = book(slot=slot, learner=who.learner, visitor=who.visitor, by=request.user)
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect("book_for", slot.pk)
        is_booked = booked.consultation.state == Consultation.State.BOOKED
        said = _("Booked for %(name)s.") if is_booked else _("%(name)s is on the waiting list.")
        messages.success(request, said % {"name": who.name})
        return redirect("offered_time", slot.pk)
    text = request.GET.get("q", "")[:100]
    context = {
        "slot": slot,
        "q": text,
        "found": [one for one in find(request.user, text) if one.group == slot.cohort.name],
        "when": when_words(slot.starts_at, slot.ends_at, slot.time_zone),
    }
    return render(request, "consultations/desk/book_for.html", context)


def _slot(request: HttpRequest, pk: int) -> Slot:
    return get_object_or_404(slots_kept_by(request.user).select_related("cohort", "offered_by", "series"), pk=pk)


def _offer(request: HttpRequest, form: OfferForm) -> int:
    given = form.cleaned_data
    same = {"cohort": given["cohort"], "by": request.user, "what": form.offer, "is_sure": given["is_sure"]}
    if given["every"]:
        return len(offer_series(every=given["every"], until=given["until"], **same))
    offer(**same)
    return 1


def _refuse(form: OfferForm, refused: Refused) -> None:
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
