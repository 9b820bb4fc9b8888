"""Photos and files of entries and sheets: to their owner, and to whoever answers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.core import uploads
from lms.core.rate_limits import allow
from lms.core.saving.attachment import Kept, attachment
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, page_to_return_to, wants_json

from ..actions.writing import add_file, begin, remove_file
from ..hosts import files_waiting_for, link_of
from ..models import PracticeFile
from ..rules import Refused, entries_answered_by, sheets_seen_by
from .mine import my_entry

TRIES = "60/m,300/h"  # of addresses for hosts: a village's library is one address
MAX_REQUEST = uploads.MAX_BYTES + 100_000  # the file and the fields around it


@guarded(max_body=MAX_REQUEST, too_large=uploads.too_large)
@require_POST
def add(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> HttpResponse:
    entry = my_entry(request, enrolment_id, pk, made_id)
    uploaded = request.FILES.get("file")
    try:
        if uploaded is None:
            raise uploads.FileNotAccepted(_("Choose a file first."))
        checked = uploads.check(uploaded.name or "", uploaded.read())
        entry = entry if entry.pk else begin(participation=entry.participation, made_id=made_id)
        add_file(entry=entry, file=checked)
    except (uploads.FileNotAccepted, NotAccepted) as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 409, refusal.reason, str(refusal))
    return _back(request)


@guarded()
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    around = ("entry__participation__placement__cohort", "entry__participation__enrolment")
    file = get_object_or_404(PracticeFile.objects.of(request.user).select_related(*around), pk=pk)
    try:
        remove_file(entry=file.entry, file=file)
    except Refused as refusal:
        return refuse(request, 409, refusal.reason, str(refusal))
    return _back(request)


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    return attachment(get_object_or_404(PracticeFile.objects.of(request.user), pk=pk))


@never_cache
@login_required
@require_GET
def shown_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To whoever answers the entry it belongs to, once it is handed in."""
    files = PracticeFile.objects.filter(entry__in=entries_answered_by(request.user).counted(), removed_at=None)
    return attachment(get_object_or_404(files, pk=pk))


@never_cache
@require_GET
def host_file(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """To whoever holds a link for hosts, as long as it works: of what waits in its placement."""
    link = link_of(key) if allow(request, "host_link", TRIES) else None
    if link is None or not link.is_open(now()):
        raise Http404
    return attachment(get_object_or_404(files_waiting_for(link), pk=pk))


@never_cache
@login_required
@require_GET
def sheet_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed paper, to the learner and to whoever answers their entries."""
    sheet = get_object_or_404(sheets_seen_by(request.user).exclude(photo=""), pk=pk)
    return attachment(Kept(sheet.photo, sheet.photo_name, sheet.photo_type))


def _back(request: HttpRequest) -> HttpResponse:
    place = f"{page_to_return_to(request)}#files"
    return JsonResponse({"next": place}) if wants_json(request) else HttpResponseRedirect(place)
