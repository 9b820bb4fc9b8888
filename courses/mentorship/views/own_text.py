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

from ..actions.handing_in import save_draft, submission_of
from ..models import Submission
from ..rules import Refusal, Refused
from .mine import my_assignment

STATUS = {Refusal.RETIRED: 410}


@guarded()
@require_POST
def save_submission(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    """One change to the learner's own text: from the queue of an open page, or a plain form."""
    try:
        change = _change(request)
        enrolment, assignment = my_assignment(request, enrolment_id, activity_id)
        submission = submission_of(enrolment=enrolment, assignment=assignment)
        outcome = save_draft(submission=submission, change=change)
    except Http404:
        if not wants_json(request):
            raise
        return refuse(request, 404, "not_found", _("There is no such assignment for you here, so the text was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, STATUS.get(refusal.reason, 409), refusal.reason, str(refusal))
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this text at once, so this is not saved yet. Save once more."))
    if wants_json(request):
        return JsonResponse(told_of(outcome) | {"value": {"text": outcome.value.get("text", "")}})
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
    """What a queue needs to go on by itself after a new sign-in, and what the server has of these texts by now."""
    asked = [int(part) for part in request.GET.get("items", "").split(",") if part.isdigit() and len(part) < 16][:100]
    enrolment_id = request.GET.get("enrolment", "")
    found = []
    if request.user.is_authenticated and asked and enrolment_id.isdigit() and len(enrolment_id) < 16:
        found = Submission.objects.of(request.user).filter(enrolment_id=int(enrolment_id), assignment_id__in=asked)
    return device.renewed(
        request,
        {
            str(one.assignment_id): {
                "revision": one.revision,
                "value": {"text": one.value.get("text", "")},
                "state": saved_words(one.changed_at),
            }
            for one in found
        },
    )
