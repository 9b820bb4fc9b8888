"""Logging somebody who came without an appointment: a page for one thumb, a save for the queue of a device without a connection."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.enrolment.models import Cohort
from lms.accounts import device
from lms.core.log.ulid import is_ulid, new_ulid
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, json_change

from ..actions.settling import walk_in
from ..desk_forms import WalkInForm
from ..models import Consultation
from ..people import find
from ..rules import Refused, cohorts_worked_for, offers_somewhere
from .guard import for_offerers

LAST_COHORT = "walk_in_cohort"


@require_http_methods(["GET", "POST"])
@for_offerers
def log_walk_in(request: HttpRequest) -> HttpResponse:
    cohorts = _cohorts(request)
    posted = request.POST if request.method == "POST" else None
    is_search = posted is not None and "look" in posted
    made_id = posted.get("made_id", "") if posted and is_ulid(posted.get("made_id")) else new_ulid()
    last = cohorts.filter(pk=request.session.get(LAST_COHORT, 0)).first() or cohorts.first()
    form = WalkInForm(posted, cohorts=cohorts, cohort=last, person=request.user, initial={"cohort": last})
    if posted is not None and not is_search and form.is_valid():
        try:
            logged = _log(request, form, made_id)
        except Refused as refused:
            form.add_error(None, refused.reason.label)
        else:
            messages.success(request, _("Logged: %(name)s, %(minutes)d minutes.") % {"name": logged.who, "minutes": logged.minutes})
            return redirect("mentor_consultation" if "and_open" in request.POST else "walk_in", *_open(request, logged))
    context = {
        "form": form,
        "made_id": made_id,
        "found": find(request.user, form["name"].value() or ""),
        "is_search": is_search,
        "has_errors": bool(form.errors) and not is_search,
        "saving": device.device_html(request.user, reverse("walk_in_session") + "?of=walk-ins"),
        "lately": _lately(request),
    }
    return render(request, "consultations/desk/walk_in.html", context, status=422 if context["has_errors"] else 200)


@require_GET
@for_offerers
def walk_in_people(request: HttpRequest) -> HttpResponse:
    """What the page shows while somebody types."""
    found = find(request.user, request.GET.get("q", "")[:100])
    return render(request, "consultations/desk/_found.html", {"found": found})


@guarded()
@require_POST
def save_walk_in(request: HttpRequest) -> HttpResponse:
    """From the queue of a page: the same form, as JSON. The name of the change is the walk-in's own, so it is logged once."""
    if not offers_somewhere(request.user):
        return refuse(request, 404, "not_found", _("You do not work for a group now, so this was not logged."))
    try:
        change = json_change(request)
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    cohorts = _cohorts(request)
    form = WalkInForm({name: str(value) for name, value in change["value"].items()}, cohorts=cohorts, cohort=None, person=request.user)
    if not form.is_valid():
        return refuse(request, 422, "not_accepted", " ".join(_problems(form)))
    try:
        logged = _log(request, form, change["change_id"])
    except Refused as refused:
        return refuse(request, 409, refused.reason, str(refused.reason.label))
    url = reverse("mentor_consultation", args=[logged.pk])
    return JsonResponse({"revision": 1, "value": change["value"], "state": _("Logged"), "url": url})


@never_cache
@require_GET
def walk_in_session(request: HttpRequest) -> JsonResponse:
    """What the queue needs to go on by itself after a new sign-in."""
    return device.renewed(request, {})


def _log(request: HttpRequest, form: WalkInForm, made_id: str) -> Consultation:
    given, who = form.cleaned_data, form.came
    request.session[LAST_COHORT] = who.cohort.pk
    return walk_in(
        by=request.user,
        cohort=who.cohort,
        made_id=made_id,
        minutes=given["minutes"],
        words=form.words,
        learner=who.learner,
        visitor=who.visitor,
        new_name=given["name"],
        at=form.began_at,
        agreed=form.agreed,
    )


def _open(request: HttpRequest, logged: Consultation) -> list[int]:
    return [logged.pk] if "and_open" in request.POST else []


def _cohorts(request: HttpRequest) -> QuerySet[Cohort]:
    return cohorts_worked_for(request.user).filter(closed_at=None).select_related("course").order_by("name", "pk")


def _problems(form: WalkInForm) -> list[str]:
    """Who came is a question, and what is said of it a sentence of its own."""
    return [
        f"{form.fields[name].label}: {' '.join(errors)}" if name in form.fields and name != "name" else " ".join(errors)
        for name, errors in form.errors.items()
    ]


def _lately(request: HttpRequest) -> list[dict[str, Any]]:
    """What the person logged today: to see that it is there."""
    today = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    logged = Consultation.objects.held().filter(mentor=request.user, slot=None, settled_at__gte=today)
    return [
        {"one": one, "url": reverse("mentor_consultation", args=[one.pk])}
        for one in logged.select_related("learner", "visitor").order_by("-pk")[:5]
    ]
