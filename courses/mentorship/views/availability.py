"""When a mentor has time: languages, hours, days away; "not this week"; giving the queue to somebody else."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ..actions.stepping_aside import come_back, go_away, hand_over_queue, undo_hand_over
from ..availability import away_in_words, last_hand_over, next_monday, queue_of, room_in_words
from ..availability_form import AvailabilityForm, HandOverForm
from ..models import HandOver, MentorProfile
from ..rules import reviews_somewhere


def for_mentors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """And supervisors: who is away is asked last."""

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reviews_somewhere(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@for_mentors
def availability(request: HttpRequest) -> HttpResponse:
    profile, today = _profile(request), localdate()
    form = AvailabilityForm(request.POST if request.method == "POST" else None, instance=_profile(request))
    if form.is_valid():
        _keep(form)
        messages.success(request, _("Saved."))
        return redirect("mentor_availability")
    context = {
        "form": form,
        "room": room_in_words(profile),
        "away": away_in_words(profile, today),
        "monday": next_monday(today),
        "queue": queue_of(request.user),
        "done": last_hand_over(request.user),
    }
    return render(request, "mentorship/desk/availability.html", context, status=422 if form.errors else 200)


def _profile(request: HttpRequest) -> MentorProfile:
    """As it is stored: a form changes its own."""
    return MentorProfile.objects.filter(person=request.user).first() or MentorProfile(person=request.user)


@transaction.atomic
def _keep(form: AvailabilityForm) -> None:
    profile = form.save()
    if profile.away_from:
        go_away(mentor=profile.person, since=profile.away_from, until=profile.away_until)


@require_POST
@for_mentors
def not_this_week(request: HttpRequest) -> HttpResponse:
    monday = next_monday(localdate())
    count = go_away(mentor=request.user, since=localdate(), until=monday)
    words = {"date": date_format(monday, "MONTH_DAY_FORMAT"), "count": count}
    messages.success(request, _("Nothing new is offered to you until %(date)s. Gone to the queue: %(count)d.") % words)
    return redirect("mentor_availability")


@require_POST
@for_mentors
def back_again(request: HttpRequest) -> HttpResponse:
    come_back(mentor=request.user)
    messages.success(request, _("Welcome back. New work is offered to you again."))
    return redirect("mentor_availability")


@require_http_methods(["GET", "POST"])
@for_mentors
def hand_over(request: HttpRequest) -> HttpResponse:
    """First what it would do, then, once that is confirmed, the deed."""
    queue = queue_of(request.user)
    form = HandOverForm(queue.colleagues, request.POST if request.method == "POST" else None)
    if form.is_valid() and "confirmed" in request.POST:
        done = hand_over_queue(mentor=request.user, to=form.person, by=request.user, moves_learners=form.cleaned_data["moves_learners"])
        messages.success(request, _("Handed over: %(count)d.") % {"count": done.tasks.count()})
        return redirect("mentor_availability")
    is_asked = form.is_bound and form.is_valid()
    context = {"form": form, "queue": queue, "to": form.person if is_asked else None, "is_asked": is_asked}
    return render(request, "mentorship/desk/hand_over.html", context, status=422 if form.errors else 200)


@require_POST
@for_mentors
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    count = undo_hand_over(done=get_object_or_404(HandOver, pk=pk, mentor=request.user), by=request.user)
    messages.success(request, _("The hand-over is undone. Waiting for you again: %(count)d.") % {"count": count})
    return redirect("mentor_availability")
