"""One entry of the learner's: writing it, looking it over, handing it in, taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts.device import device_html
from lms.core.log.ulid import new_ulid
from lms.core.log.wording import saved_words

from ..actions.handing_in import submit, take_back
from ..actions.writing import MAX_FILES, discard
from ..models import PracticeEntry
from ..rules import Refused, Unsure, asked_about, missing_in, today_of, why_not_change
from ..showing import shown
from .mine import my_entry, my_stored_entry


@never_cache
@login_required
@require_GET
def practice_entry(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> HttpResponse:
    """A form as long as it is the learner's turn, then words to read."""
    entry = my_entry(request, enrolment_id, pk, made_id)
    refusal = why_not_change(entry)
    context = _place(entry) | {"refusal": refusal.label if refusal else "", "can_write": refusal is None}
    if entry.pk:
        context["shown"] = shown([entry], request.user)[0]
    if refusal is None:
        context |= _form(request, entry)
    return render(request, "internships/entry.html", context)


def _form(request: HttpRequest, entry: PracticeEntry) -> dict:
    """A new entry is of today until its writer says otherwise; that is only proposed, not kept."""
    hours, minutes = divmod(entry.minutes or 0, 60)
    today = today_of(entry.participation.placement).isoformat()
    session = f"{reverse('practice_session')}?log={entry.participation_id}&l={request.LANGUAGE_CODE}"
    return {
        "device": device_html(request.user, session),
        "change_id": new_ulid(),
        "state": saved_words(entry.changed_at),
        "date": entry.value.get("date", "") if entry.revision else today,
        "today": today,
        "hours": hours or "",
        "minutes": minutes or "",
        "most_files": MAX_FILES,
        "takes_more": len(entry.file_ids) < MAX_FILES,
        "can_throw_away": bool(entry.pk) and not entry.last_number,
    }


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> HttpResponse:
    """The entry once more, with what is missing and what looks odd; from here it is handed in."""
    entry = my_stored_entry(request, enrolment_id, pk, made_id)
    refusal = why_not_change(entry)
    if request.method == "POST":
        try:
            submit(entry=entry, is_sure=bool(request.POST.get("sure")))
        except (Refused, Unsure):
            entry.refresh_from_db()
        else:
            messages.success(request, _("Handed in. You can take it back as long as nobody has answered."))
            return redirect("practice", enrolment_id)
    lacks = [one.label for one in missing_in(entry)]
    context = _place(entry) | {
        "shown": shown([entry])[0],
        "refusal": refusal.label if refusal else "",
        "lacks": lacks,
        "questions": [] if lacks else [one.label for one in asked_about(entry)],
        "is_unanswered": request.method == "POST",
    }
    return render(request, "internships/check.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def take_entry_back(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> HttpResponse:
    entry = my_stored_entry(request, enrolment_id, pk, made_id)
    try:
        take_back(entry=entry)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("practice_entry", enrolment_id, pk, made_id)


@login_required
@require_http_methods(["GET", "POST"])
def throw_away(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> HttpResponse:
    entry = my_stored_entry(request, enrolment_id, pk, made_id)
    if request.method == "POST":
        try:
            discard(entry=entry)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("practice_entry", enrolment_id, pk, made_id)
        return redirect("practice", enrolment_id)
    return render(request, "internships/throw_away.html", _place(entry) | {"shown": shown([entry])[0]})


def _place(entry: PracticeEntry) -> dict:
    participation = entry.participation
    ids = [participation.enrolment_id, participation.pk, entry.made_id]
    return {
        "entry": entry,
        "placement": participation.placement,
        "enrolment": participation.enrolment,
        "log_url": reverse("practice", args=[participation.enrolment_id]),
        "entry_url": reverse("practice_entry", args=ids),
        "check_url": reverse("check_practice_entry", args=ids),
        "take_back_url": reverse("take_practice_entry_back", args=ids),
        "throw_away_url": reverse("throw_practice_entry_away", args=ids),
        "save_url": reverse("save_practice_entry", args=ids),
        "add_url": reverse("add_practice_file", args=ids),
    }
