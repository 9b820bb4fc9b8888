"""What waits for mentors and supervisors, the log of one learner, and a confirmation that was a mistake."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.core import codes
from lms.core.log.wording import when_words
from lms.core.saving.guard import guarded_form
from lms.core.saving.sent import NotAccepted, number
from lms.notifications.inbox import see_kinds

from ..actions.closing import close_entries, return_confirmed
from ..deciding import AROUND, answered_words, decisions_of, groups_of
from ..letters import WAITING
from ..models import HostSheet, PracticeEntry
from ..rules import (
    Refusal,
    Refused,
    answers_somewhere,
    entries_answered_by,
    entries_supervised_by,
    participations_answered_by,
    placements_hosted_by,
    today_of,
)
from ..showing import Totals, by_day, entries_of, shown
from ..words import dates_words


@guarded_form
@require_http_methods(["GET", "POST"])
def mentor_practice(request: HttpRequest) -> HttpResponse:
    """Confirm or return, several at once: one press answers all that something was chosen for."""
    if not answers_somewhere(request.user):
        raise Http404
    refused: Refused | None = None
    if request.method == "POST":
        try:
            decisions = decisions_of(request.POST.dict(), request.POST.getlist("seen"), entries_answered_by(request.user))
            closing = close_entries(decisions=decisions, by=request.user)
        except NotAccepted as refusal:
            messages.warning(request, refusal.message)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, answered_words(closing.links.count()))
            return redirect("mentor_practice")
    see_kinds(person=request.user, keys={WAITING}, about=lambda letter: letter.due_at <= now())  # later ones may still grow
    context = _waiting(request, refused) | {"refused": refused and str(refused)}
    return render(request, "internships/desk/waiting.html", context, status=422 if request.method == "POST" else 200)


def _waiting(request: HttpRequest, refused: Refused | None) -> dict[str, Any]:
    groups, is_more = groups_of(entries_answered_by(request.user).submitted(), request.POST.dict(), refused)
    logs = participations_answered_by(request.user).select_related("placement__cohort", "enrolment__learner")
    logs = logs.filter(left_at=None).order_by("-placement__starts_on", "enrolment__learner__name", "pk")[:200]
    placements = {one.placement_id: one.placement for one in logs}
    hosted = set(placements_hosted_by(request.user).filter(pk__in=placements).values_list("pk", flat=True))
    return {
        "groups": groups,
        "is_more": is_more,
        "placements": [
            {
                "placement": placement,
                "dates": dates_words(placement),
                "state": placement.State(placement.state(today_of(placement))).label,
                "logs": [one for one in logs if one.placement_id == pk],
                "is_hosted": pk in hosted,
            }
            for pk, placement in placements.items()
        ],
    }


@never_cache
@login_required
@require_GET
def mentor_practice_log(request: HttpRequest, pk: int) -> HttpResponse:
    """What a learner has handed in, with every step. What they are writing at the moment is theirs alone."""
    theirs = participations_answered_by(request.user)
    participation = get_object_or_404(theirs.select_related("placement__cohort", "placement__mentor", "enrolment__learner"), pk=pk)
    entries = [
        one for one in entries_of([participation], request.user)[participation.pk] if one.entry.last_number and one.entry.state != "draft"
    ]
    mistakes = set(entries_supervised_by(request.user).confirmed().filter(participation=participation).values_list("pk", flat=True))
    context = {
        "participation": participation,
        "placement": participation.placement,
        "dates": dates_words(participation.placement),
        "learner": participation.enrolment.learner,
        "days": by_day(entries),
        "totals": Totals.of(one.entry for one in entries),
        "mistakes": mistakes,
        "sheets": [_signed(one) for one in participation.sheets.exclude(closing=None).select_related("closing")],
    }
    return render(request, "internships/desk/log.html", context)


def _signed(sheet: HostSheet) -> dict[str, Any]:
    """A sheet of paper that came back, in words."""
    closing = sheet.closing
    who = ", ".join(part for part in (closing.host_name, closing.host_role) if part)
    return {"sheet": sheet, "said": " · ".join(part for part in (codes.shown(sheet.code), who, when_words(closing.at)) if part)}


@guarded_form
@require_http_methods(["GET", "POST"])
def mistake(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervisor says that confirming was a mistake."""
    entry = get_object_or_404(entries_supervised_by(request.user).select_related(*AROUND), pk=pk)
    here = reverse("mentor_practice_log", args=[entry.participation_id])
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            return_confirmed(entry=entry, number=number(request.POST.get("number")), by=request.user, reason=reason)
        except NotAccepted as refusal:
            error = refusal.message
        except Refused as refusal:
            error = _("Say in a few words why.") if refusal.reason == Refusal.NO_COMMENT else str(refusal)
        else:
            messages.success(request, _("The entry is with the learner again, and its hours do not count."))
            return redirect(here)
    if entry.state != PracticeEntry.State.CONFIRMED:
        return redirect(here)
    context = {"shown": shown([entry])[0], "learner": entry.participation.enrolment.learner, "here": here, "reason": reason, "error": error}
    return render(request, "internships/desk/mistake.html", context, status=422 if error else 200)
