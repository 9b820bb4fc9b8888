"""What a learner does about consultations: find a time, book, move, cancel, wait, ask; see what is theirs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.catalogue.outline import outline
from courses.enrolment.models import Enrolment
from lms.calendars.writing import CONTENT_TYPE, single
from lms.core.saving.sent import MAX_NUMBER
from lms.notifications.inbox import see_kinds

from ..actions.booking import Booked, ask_for_time, book, cancel, change_wish, move
from ..actions.seats import place_in_line
from ..actions.settling import set_done
from ..asking import whom_to_ask
from ..calendar import entry_of
from ..learner_forms import ReasonForm, WishForm
from ..letters import TOLD_BY_PAGE
from ..listing import enrolment_of, times_for
from ..mine import ahead_of, line, lines, past_of, to_dos
from ..models import AgreedAction, Consultation, ConsultationEvent, Mode
from ..rules import Refused, slots_open_to
from ..wording import how_of, when_of
from .guard import row_number
from .saying import say_booked

State = Consultation.State


@never_cache
@login_required
@require_GET
def my_consultations(request: HttpRequest) -> HttpResponse:
    enrolments = list(Enrolment.objects.of(request.user).studying().select_related("cohort__course").order_by("-last_seen_at", "-pk"))
    groups = [(one, outline(one.cohort.course, get_language())) for one in enrolments]
    context = {
        "ahead": lines(ahead_of(request.user)),
        "past": lines(past_of(request.user)),
        "to_dos": to_dos(request.user),
        "groups": groups,
    }
    return render(request, "consultations/mine.html", context)


@never_cache
@login_required
@require_GET
def find_time(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    found = enrolment_of(min(enrolment_id, MAX_NUMBER), request.user.pk)
    if not found:
        raise Http404
    enrolment = found[0]
    page = times_for(enrolment, mode=request.GET.get("how", ""), after=request.GET.get("after", ""))
    return render(request, "consultations/times.html", {"page": page, "enrolment": enrolment, "modes": Mode.choices})


@login_required
@require_POST
def book_time(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """One press. Whose place somebody else took a moment ago is on the waiting list, and is told so."""
    enrolment = _enrolment(request, enrolment_id)
    is_for_place = "slot" in request.POST
    slot = get_object_or_404(_offered(request, enrolment), pk=row_number(request.POST.get("slot") or request.POST.get("wait")))
    try:
        booked = book(slot=slot, learner=request.user, by=request.user)
    except Refused as refused:
        messages.warning(request, refused.reason.label)
        return redirect("find_time", enrolment.pk)
    _say_booked(request, booked, is_for_place=is_for_place)
    return redirect("consultation", booked.consultation.pk)


@login_required
@require_http_methods(["GET", "POST"])
def ask_time(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """No time suits."""
    enrolment = _enrolment(request, enrolment_id)
    mentor = whom_to_ask(enrolment)
    form = WishForm(request.POST if request.method == "POST" else None, is_required=True)
    if form.is_valid():
        try:
            asked = ask_for_time(learner=request.user, cohort=enrolment.cohort, mentor=mentor, wish=form.cleaned_data["wish"])
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect("my_consultations")
        messages.success(request, _("You have asked for a time. A letter comes when there is one."))
        return redirect("consultation", asked.pk)
    context = {"form": form, "enrolment": enrolment, "mentor": mentor}
    return render(request, "consultations/ask.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the learner's own. Before it they may say what it is to be about."""
    mine = _mine(request, pk)
    form = WishForm(request.POST if request.method == "POST" else None, initial={"wish": mine.wish})
    if form.is_valid() and mine.is_open and not mine.has_begun():
        change_wish(consultation=mine, wish=form.cleaned_data["wish"])
        messages.success(request, _("Saved."))
        return redirect("consultation", mine.pk)
    context = {
        "one": mine,
        "form": form,
        "shown": line(mine),
        "can_change": mine.is_open and not mine.has_begun(),
        "place": place_in_line(mine) if mine.state == State.ASKED else 0,
        "is_passed": mine.state == State.CANCELLED and mine.events.filter(what=ConsultationEvent.What.PASSED).exists(),
        "actions": list(mine.actions.all()),
        "lesson": outline(mine.cohort.course, get_language()).lesson(mine.lesson_id),
        "enrolment": Enrolment.objects.of(request.user).studying().filter(cohort=mine.cohort_id).first(),
    }
    see_kinds(person=request.user, keys=TOLD_BY_PAGE, about=lambda letter: letter.context.get("consultation") == mine.pk)
    return render(request, "consultations/consultation.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def move_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    mine = _mine(request, pk)
    enrolment = Enrolment.objects.of(request.user).studying().filter(cohort=mine.cohort_id).select_related("cohort", "learner").first()
    if enrolment is None or not mine.is_open or mine.has_begun():
        return redirect("consultation", mine.pk)
    if request.method == "POST":
        slot = get_object_or_404(_offered(request, enrolment), pk=row_number(request.POST.get("slot")))
        try:
            move(consultation=mine, to=slot, by=request.user)
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect("move_consultation", mine.pk)
        messages.success(request, _("Your consultation has a new time. A letter with the entry for your calendar is on its way."))
        return redirect("consultation", mine.pk)
    page = times_for(enrolment, mode=request.GET.get("how", ""), after=request.GET.get("after", ""), apart_from=mine)
    context = {"page": page, "enrolment": enrolment, "modes": Mode.choices, "one": mine, "when": when_of(mine)}
    return render(request, "consultations/move.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def cancel_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A question first."""
    mine = _mine(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel(consultation=mine, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            messages.warning(request, refused.reason.label)
            return redirect("consultation", mine.pk)
        messages.success(request, _("It is cancelled. If somebody waits for the place, it is theirs now."))
        return redirect("my_consultations")
    if not mine.is_open:
        return redirect("consultation", mine.pk)
    context = {"one": mine, "form": form, "when": when_of(mine), "how": how_of(mine)}
    return render(request, "consultations/cancel.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def consultation_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """For the calendar of this device."""
    mine = get_object_or_404(_own(request).filter(slot__isnull=False), pk=pk)
    response = HttpResponse(single(entry_of(mine)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="consultation.ics"'
    return response


@login_required
@require_POST
def agreed_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Ticked off, or not yet after all; back to where it was pressed."""
    action = get_object_or_404(AgreedAction.objects.of(request.user), pk=pk)
    set_done(action=action, is_done="not_yet" not in request.POST)
    places = {"learning": reverse("my_learning"), "list": reverse("my_consultations")}
    return redirect(places.get(request.POST.get("from", ""), reverse("consultation", args=[action.consultation_id])))


def _say_booked(request: HttpRequest, booked: Booked, *, is_for_place: bool) -> None:
    is_booked = booked.consultation.state == State.BOOKED
    say_booked(request, is_new=booked.is_new, is_booked=is_booked, place=booked.place, is_for_place=is_for_place)


def _enrolment(request: HttpRequest, enrolment_id: int) -> Enrolment:
    return get_object_or_404(Enrolment.objects.of(request.user).studying().select_related("cohort", "learner"), pk=enrolment_id)


def _offered(request: HttpRequest, enrolment: Enrolment):
    return slots_open_to(request.user).filter(cohort=enrolment.cohort_id)


def _own(request: HttpRequest):
    around = ("slot__offered_by", "mentor", "learner", "visitor__account", "cohort__course")
    return Consultation.objects.of(request.user).select_related(*around)


def _mine(request: HttpRequest, pk: int) -> Consultation:
    return get_object_or_404(_own(request), pk=pk)
