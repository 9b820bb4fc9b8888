"""One consultation as whoever holds it sees it: what happened, putting it right, another time, cancelling."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue.outline import outline

from ..actions.booking import cancel, move
from ..actions.settling import hold, mark_no_show, put_right
from ..desk_forms import HoldForm
from ..learner_forms import ReasonForm
from ..listing import free_words, with_free
from ..models import Consultation
from ..rules import Refused, consultations_kept_by, consultations_seen_by, offered_to, slots_kept_by
from ..wording import how_words, slot_how, when_of, when_words
from .guard import for_offerers, row_number

AROUND = ("slot__offered_by", "mentor", "learner", "visitor__account", "cohort__course", "lesson")
State = Consultation.State
TIMES_SHOWN = 40


@require_http_methods(["GET", "POST"])
@for_offerers
def mentor_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST says that it happened, with what is written; for one that is held it changes the words."""
    one = get_object_or_404(consultations_seen_by(request.user).select_related(*AROUND), pk=pk)
    may_write = consultations_kept_by(request.user).filter(pk=pk).exists()
    can_hold = may_write and one.state in (State.BOOKED, State.HELD) and one.has_begun()
    form = HoldForm(request.POST if request.method == "POST" else None, initial=HoldForm.initial_of(one), cohort=one.cohort)
    if request.method == "POST" and may_write and form.is_valid():
        try:
            hold(consultation=one, by=request.user, minutes=form.cleaned_data["minutes"], words=form.words, agreed=form.agreed)
        except Refused as refused:
            form.add_error(None, refused.reason.label)
        else:
            messages.success(request, _("Written down."))
            return redirect("mentor_consultation", one.pk)
    context = {
        "one": one,
        "form": form,
        "when": when_of(one),
        "how": how_words(one.slot.mode, one.slot.where) if one.slot else "",
        "may_write": may_write,
        "can_hold": can_hold,
        "lesson": outline(one.cohort.course, get_language()).lesson(one.lesson_id),
        "actions": list(one.actions.all()),
        "events": list(one.events.select_related("by")),
    }
    return render(request, "consultations/desk/consultation.html", context, status=422 if form.errors else 200)


@require_POST
@for_offerers
def no_show(request: HttpRequest, pk: int) -> HttpResponse:
    one = _kept(request, pk)
    return _done(request, one, lambda: mark_no_show(consultation=one, by=request.user), _("Noted: nobody came."))


@require_POST
@for_offerers
def put_consultation_right(request: HttpRequest, pk: int) -> HttpResponse:
    one = _kept(request, pk)
    return _done(request, one, lambda: put_right(consultation=one, by=request.user), _("Put right. What was written is kept."))


@require_http_methods(["GET", "POST"])
@for_offerers
def cancel_for(request: HttpRequest, pk: int) -> HttpResponse:
    one = _kept(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = _("%(name)s reads it in a letter.") % {"name": one.who}
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(request, one, lambda: cancel(consultation=one, by=request.user, reason=reason), _("It is cancelled."))
    return render(
        request, "consultations/desk/cancel.html", {"one": one, "form": form, "when": when_of(one)}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@for_offerers
def give_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time, or the one that was asked for: of those that the person offers in this group."""
    one = _kept(request, pk)
    person = one.person
    slots = offered_to(slots_kept_by(request.user).open().ahead().filter(cohort=one.cohort_id), person.pk if person else 0)
    if request.method == "POST":
        slot = get_object_or_404(slots, pk=row_number(request.POST.get("slot")))
        return _done(request, one, lambda: move(consultation=one, to=slot, by=request.user), _("Given. A letter tells it."))
    found = with_free(slots).select_related("offered_by").order_by("starts_at", "pk")[:TIMES_SHOWN]
    times = [
        {
            "slot": slot,
            "when": when_words(slot.starts_at, slot.ends_at, slot.time_zone),
            "how": slot_how(slot),
            "free": slot.seats - slot.taken,
            "words": free_words(slot.seats - slot.taken, slot.seats),
        }
        for slot in found
        if slot.pk != one.slot_id or one.state == State.ASKED
    ]
    return render(request, "consultations/desk/give_time.html", {"one": one, "times": times, "when": when_of(one)})


def _kept(request: HttpRequest, pk: int) -> Consultation:
    return get_object_or_404(consultations_kept_by(request.user).select_related(*AROUND), pk=pk)


def _done(request: HttpRequest, one: Consultation, deed, said: str) -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        messages.warning(request, refused.reason.label)
    else:
        messages.success(request, said)
    return redirect("mentor_consultation", one.pk)
