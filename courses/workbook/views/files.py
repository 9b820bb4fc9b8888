from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.core import uploads
from lms.core.log.actions import TooManyWriters
from lms.core.saving.attachment import attachment
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import change_name, place_to_return_to, wants_json

from ..actions import AnswerRefused, add_file, remove_file, set_privacy
from ..kinds import NotAccepted
from ..models import EntryFile
from .saving import STATUS, find_entry

MAX_REQUEST = uploads.MAX_BYTES + 100_000  # the file and the fields around it


@guarded(max_body=MAX_REQUEST, too_large=uploads.too_large)
@require_POST
def add(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    version = request.POST.get("version", "")
    entry, wording = find_entry(request.user, enrolment_id, activity_id, int(version) if version.isdigit() and len(version) < 16 else 0)
    if entry.activity.kind != "file_upload":
        raise Http404
    try:
        uploaded, is_private = request.FILES.get("file"), "is_private" in request.POST
        if "has_privacy" in request.POST and is_private != entry.is_private:
            set_privacy(entry=entry, is_private=is_private)
            if uploaded is None:
                return _back(request, entry)
        if uploaded is None:
            raise uploads.FileNotAccepted(_("Choose a file first."))
        checked = uploads.check(uploaded.name or "", uploaded.read())
        add_file(entry=entry, version=wording, file=checked, change_id=change_name(request.POST.get("change_id")))
    except (uploads.FileNotAccepted, NotAccepted) as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except AnswerRefused as refusal:
        return refuse(request, STATUS[refusal.reason], refusal.reason, refusal.reason.label)
    except TooManyWriters:
        return refuse(
            request, 503, "busy", _("Several devices are saving this answer at once, so the file was not added. Add it once more.")
        )
    return _back(request, entry)


@guarded()
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    files_here = EntryFile.objects.of(request.user).select_related("entry__enrolment", "entry__activity", "entry__version")
    file = get_object_or_404(files_here, pk=pk)
    try:
        remove_file(file=file, change_id=change_name(request.POST.get("change_id")))
    except AnswerRefused as refusal:
        return refuse(request, STATUS[refusal.reason], refusal.reason, refusal.reason.label)
    return _back(request, file.entry)


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """To its owner only, as something to keep and never as a page of this site."""
    file = get_object_or_404(EntryFile.objects.of(request.user), pk=pk)
    return attachment(file)


def _back(request: HttpRequest, entry) -> HttpResponse:
    place = place_to_return_to(request, entry.activity.block_id)
    return JsonResponse({"next": place}) if wants_json(request) else HttpResponseRedirect(place)
