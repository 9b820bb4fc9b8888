from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.catalogue.models import ActivityVersion
from courses.enrolment.models import Enrolment
from lms.accounts import device
from lms.core.log.actions import Change, Outcome, TooManyWriters
from lms.core.log.wording import saved_words
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import place_to_return_to, wants_json
from lms.core.saving.told import told_of

from ..actions import AnswerRefused, save_answer
from ..answered import answer_with_wording
from ..forms import Sent, read
from ..kinds import KINDS, NotAccepted
from ..models import Entry
from ..rules import Refusal
from ..slots import model_answer_html

STATUS = {Refusal.NOT_STUDYING: 409, Refusal.RETIRED: 410}


@guarded()
@require_POST
def save_entry(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    try:
        sent = read(request)
        entry, version = find_entry(request.user, enrolment_id, activity_id, sent.version_id)
        kind = KINDS[entry.activity.kind]
        if not kind.saves_with_form:
            raise Http404
        change = Change(sent.change_id, sent.base, sent.value_for(kind, version.content), sent.follows_sent)
        outcome = save_answer(entry=entry, version=version, change=change, is_private=sent.is_private)
    except Http404:
        if not wants_json(request):
            raise
        return refuse(request, 404, "not_found", _("There is no such exercise for you here, so the answer was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except AnswerRefused as refusal:
        return refuse(request, STATUS[refusal.reason], refusal.reason, refusal.reason.label)
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this answer at once, so this is not saved yet. Save once more."))
    if wants_json(request):
        return JsonResponse(_told(request, entry, version, outcome, sent))
    return HttpResponseRedirect(place_to_return_to(request, entry.activity.block_id))


def find_entry(learner, enrolment_id: int, activity_id: int, version_id: int) -> tuple[Entry, ActivityVersion]:
    """The learner's answer to an exercise and the wording they answered: one query, or a few for the first answer, for one to a new
    wording, for an exercise taken out of the lesson. Without an answer it is a row not yet stored."""
    found = answer_with_wording(learner, enrolment_id, activity_id, version_id)
    if found:
        return found, cast(ActivityVersion, found.version)
    entries = Entry.objects.of(learner).select_related("enrolment", "activity")
    entry = entries.filter(enrolment_id=enrolment_id, activity_id=activity_id).first()
    version = get_object_or_404(ActivityVersion.objects.select_related("of__lesson"), pk=version_id, of=activity_id)
    if entry is None:
        enrolment = get_object_or_404(Enrolment.objects.of(learner).select_related("cohort__course"), pk=enrolment_id)
        if version.of.lesson.course_id != enrolment.cohort.course_id or version.of.kind not in KINDS:
            raise Http404
        entry = Entry(enrolment=enrolment, activity=version.of)
    return entry, version


def _told(request: HttpRequest, entry: Entry, version: ActivityVersion, outcome: Outcome, sent: Sent) -> dict:
    told = told_of(outcome)
    if request.headers.get("X-Wants-Model") and not KINDS[entry.activity.kind].is_blank(outcome.value):
        told["model"] = model_answer_html(version.content)
    return told


@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in, and what the server has of these exercises by now."""
    asked = [int(part) for part in request.GET.get("items", "").split(",") if part.isdigit() and len(part) < 16][:100]
    enrolment_id = request.GET.get("enrolment", "")
    entries = []
    if request.user.is_authenticated and asked and enrolment_id.isdigit() and len(enrolment_id) < 16:
        entries = Entry.objects.of(request.user).filter(enrolment_id=int(enrolment_id), activity_id__in=asked)
    return device.renewed(
        request,
        {
            str(entry.activity_id): {"revision": entry.revision, "value": entry.value, "state": saved_words(entry.changed_at)}
            for entry in entries
        },
    )
