from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.core import uploads
from lms.core.saving.attachment import attachment
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, page_to_return_to, wants_json

from ..actions.handing_in import add_file, remove_file, submission_of
from ..assignment_definition import AssignmentDefinition
from ..models import SubmissionFile
from ..rules import Refused
from .mine import my_assignment
from .own_text import STATUS

MAX_REQUEST = uploads.MAX_BYTES + 100_000  # the file and the fields around it


@guarded(max_body=MAX_REQUEST, too_large=uploads.too_large)
@require_POST
def add(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    enrolment, assignment = my_assignment(request, enrolment_id, activity_id)
    uploaded = request.FILES.get("file")
    try:
        if uploaded is None:
            raise uploads.FileNotAccepted(_("Choose a file first."))
        checked = uploads.check(uploaded.name or "", uploaded.read())
        submission = submission_of(enrolment=enrolment, assignment=assignment)
        add_file(submission=submission, definition=assignment.rules or AssignmentDefinition(), file=checked)
    except (uploads.FileNotAccepted, NotAccepted) as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, STATUS.get(refusal.reason, 409), refusal.reason, str(refusal))
    return _back(request)


@guarded()
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the draft; rounds that were handed in keep it."""
    files = SubmissionFile.objects.of(request.user).select_related("submission__enrolment", "submission__assignment")
    file = get_object_or_404(files, pk=pk)
    try:
        remove_file(submission=file.submission, file_id=file.pk)
    except Refused as refusal:
        return refuse(request, STATUS.get(refusal.reason, 409), refusal.reason, str(refusal))
    return _back(request)


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """To its owner only, as something to keep and never as a page of this site; who reads has an address of their own."""
    return attachment(get_object_or_404(SubmissionFile.objects.of(request.user), pk=pk))


def _back(request: HttpRequest) -> HttpResponse:
    place = f"{page_to_return_to(request)}#files"
    return JsonResponse({"next": place}) if wants_json(request) else HttpResponseRedirect(place)
