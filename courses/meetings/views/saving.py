"""Keeping notes, from the queue of an open page or a plain form."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.accounts import device
from lms.core.log.actions import Change, TooManyWriters
from lms.core.log.wording import saved_words
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, change_name, change_of, json_change, number, page_to_return_to, wants_json
from lms.core.saving.told import told_of

from ..actions.minuting import note_of, save_note
from ..models import Case, Meeting, Note
from ..rules import Refused, cases_seen_by, meetings_taken_part_in_by
from .found import seen_case, taken_part_in


@guarded()
@require_POST
def save_general_note(request: HttpRequest, pk: int) -> HttpResponse:
    return _saved(request, lambda: (taken_part_in(request, pk), None))


@guarded()
@require_POST
def save_case_note(request: HttpRequest, pk: int) -> HttpResponse:
    def place() -> tuple[Meeting, Case | None]:
        case = seen_case(request, pk)
        return case.meeting, case

    return _saved(request, place)


def _saved(request: HttpRequest, place) -> HttpResponse:
    try:
        change = _change(request)
        meeting, case = place()
        outcome = save_note(note=note_of(meeting=meeting, case=case), by=request.user, change=change)
    except Http404:
        if not wants_json(request):
            raise
        return refuse(request, 404, "not_found", _("There is no such meeting for you here, so this was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 409, refusal.reason, str(refusal))
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this note at once, so this is not saved yet. Save once more."))
    if wants_json(request):
        return JsonResponse(told_of(outcome))
    return HttpResponseRedirect(page_to_return_to(request))


def _change(request: HttpRequest) -> Change:
    """Raises NotAccepted for what no page of ours sends."""
    if request.content_type == "application/json":
        return change_of(json_change(request))
    post = request.POST
    return Change(change_name(post.get("change_id")), number(post.get("base")), {"text": post.get("text", "")})


@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in, and what the server has of these notes by now."""
    asked = set(request.GET.get("items", "").split(",")[:100])
    log = request.GET.get("log", "")
    found: list[Note] = []
    if request.user.is_authenticated and asked and log.isdigit() and len(log) < 16:
        theirs = Note.objects.filter(meeting__in=meetings_taken_part_in_by(request.user), meeting=int(log))
        notes = list(theirs.select_related("case"))
        seen = cases_seen_by(request.user, [one.case for one in notes if one.case])
        found = [one for one in notes if one.case_id is None or one.case_id in seen]
    names = {one.pk: f"c{one.case_id}" if one.case_id else f"m{one.meeting_id}" for one in found}
    return device.renewed(
        request,
        {
            names[one.pk]: {"revision": one.revision, "value": {"text": one.text}, "state": saved_words(one.changed_at)}
            for one in found
            if names[one.pk] in asked
        },
    )
