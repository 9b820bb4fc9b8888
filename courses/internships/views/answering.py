"""What waits for mentors and supervisors, the log of one learner, and a confirmation that was a mistake."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.core import codes
from lms.core.log.wording import when_words
from lms.core.saving.guard import guarded_form
from lms.core.saving.sent import NotAccepted, number

from ..actions.closing import Decision, close_entries, return_confirmed
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
from ..showing import EntryShown, Totals, by_day, entries_of, shown
from ..words import dates_words

AROUND = ("participation__placement__cohort", "participation__placement__mentor", "participation__enrolment__learner")
MOST = 50  # on one page, the longest waiting first


@dataclass(frozen=True)
class Line:
    """An entry that waits, and what was chosen for it."""

    shown: EntryShown
    choice: str
    comment: str
    error: str = ""

    @property
    def pk(self) -> int:
        return self.shown.entry.pk


@guarded_form
@require_http_methods(["GET", "POST"])
def mentor_practice(request: HttpRequest) -> HttpResponse:
    """Confirm or return, several at once: one press answers all that something was chosen for."""
    if not answers_somewhere(request.user):
        raise Http404
    refused: Refused | None = None
    if request.method == "POST":
        try:
            decisions = _decisions(request)
            closing = close_entries(decisions=decisions, by=request.user)
        except NotAccepted as refusal:
            messages.warning(request, refusal.message)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _answered_words(closing.links.count()))
            return redirect("mentor_practice")
    context = _waiting(request, refused) | {"refused": refused and str(refused)}
    return render(request, "internships/desk/waiting.html", context, status=422 if request.method == "POST" else 200)


def _decisions(request: HttpRequest) -> list[Decision]:
    """What was chosen for entries that the person may answer."""
    chosen = {int(key[2:]): value for key, value in request.POST.items() if key.startswith("e-") and key[2:].isdigit() and len(key) < 18}
    if "confirm-all" in request.POST:
        seen = [int(pk) for pk in request.POST.getlist("seen") if pk.isdigit() and len(pk) < 16]
        chosen = dict.fromkeys(seen, "confirm") | {pk: what for pk, what in chosen.items() if what == "return"}
    chosen = {pk: what for pk, what in chosen.items() if what in ("confirm", "return")}
    theirs = entries_answered_by(request.user).filter(pk__in=chosen).values_list("pk", flat=True)
    return [
        Decision(pk, number(request.POST.get(f"n-{pk}")), chosen[pk] == "confirm", request.POST.get(f"c-{pk}-comment", "")) for pk in theirs
    ]


def _waiting(request: HttpRequest, refused: Refused | None) -> dict[str, Any]:
    post = request.POST if request.method == "POST" else QueryDict()
    waiting = entries_answered_by(request.user).submitted()
    entries = list(waiting.select_related(*AROUND).order_by("participation__placement", "participation", "day", "pk")[: MOST + 1])
    groups: dict[int, dict[str, Any]] = {}
    for one in shown(entries[:MOST]):
        participation = one.entry.participation
        error = str(refused) if refused and one.entry.pk in refused.entries else ""
        line = Line(one, post.get(f"e-{one.entry.pk}", ""), post.get(f"c-{one.entry.pk}-comment", ""), error)
        group = groups.setdefault(
            participation.pk, {"participation": participation, "learner": participation.enrolment.learner, "lines": []}
        )
        group["lines"].append(line)
    logs = participations_answered_by(request.user).select_related("placement__cohort", "enrolment__learner")
    logs = logs.filter(left_at=None).order_by("-placement__starts_on", "enrolment__learner__name", "pk")[:200]
    placements = {one.placement_id: one.placement for one in logs}
    hosted = set(placements_hosted_by(request.user).filter(pk__in=placements).values_list("pk", flat=True))
    return {
        "groups": list(groups.values()),
        "is_more": len(entries) > MOST,
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


def _answered_words(count: int) -> str:
    return ngettext("%(count)d entry is answered.", "%(count)d entries are answered.", count) % {"count": count}


@never_cache
@login_required
@require_GET
def mentor_practice_log(request: HttpRequest, pk: int) -> HttpResponse:
    """What a learner has handed in, with every step. What they are writing at the moment is theirs alone."""
    theirs = participations_answered_by(request.user)
    participation = get_object_or_404(theirs.select_related("placement__cohort", "placement__mentor", "enrolment__learner"), pk=pk)
    entries = [one for one in entries_of([participation])[participation.pk] if one.entry.last_number and one.entry.state != "draft"]
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
