from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.accounts import device
from lms.core.log.actions import TooManyWriters
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted

from ..actions.answers import Saved, save_response
from ..answered import question_of
from ..engine.responses import ResponseError
from ..engine.state import StateName
from ..forms import read_json
from ..models import AttemptQuestion
from ..rules import AnswerRefused, NotSaved
from ..saving_rate import TOO_OFTEN
from ..showing.page import kept_words
from ..showing.saved import refusal_words, saved_words
from ..showing.words import sign_of, sign_words

STATUS = {NotSaved.NOT_STUDYING: 409, NotSaved.HANDED_IN: 410, NotSaved.CHECKED: 410, NotSaved.PAGE_LEFT: 410}


@guarded(often=TOO_OFTEN)
@require_POST
def save_question(request: HttpRequest, pk: int) -> HttpResponse:
    """One change to one answer, from the queue of an open page."""
    try:
        sent = read_json(request)
        question = question_of(request.user, pk)
        if question is None:
            raise Http404
        saved = save_response(question=question, change=sent.change, flagged=sent.is_flagged)
    except Http404:
        return refuse(request, 404, "not_found", _("There is no such question for you here, so the answer was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except ResponseError as refusal:
        return refuse(request, 422, "not_accepted", refusal_words(refusal))
    except AnswerRefused as refusal:
        return refuse(request, STATUS.get(refusal.reason, 409), refusal.reason, refusal.reason.label)
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this answer at once, so this is not saved yet. Save once more."))
    return JsonResponse(_told(question, saved))


def _told(question: AttemptQuestion, saved: Saved) -> dict:
    sign = sign_of(StateName(question.state), shows_correctness=False)
    return {
        "revision": saved.revision,
        "value": saved.value,
        "outcome": saved.outcome,
        "state": saved_words(saved.saved_at, saved.outcome, saved.note),
        "sign": sign,
        "words": sign_words(sign),
        "is_flagged": question.is_flagged,
        "other": kept_words([question]).get(question.pk, ""),
        "now": now().isoformat(),
    }


@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in, and what the server has of these questions by now."""
    asked = [int(part) for part in request.GET.get("items", "").split(",") if part.isdigit() and len(part) < 16][:200]
    questions: Iterable[AttemptQuestion] = ()
    if request.user.is_authenticated and asked:
        questions = AttemptQuestion.objects.filter(attempt__enrolment__learner=request.user, pk__in=asked)
    return device.renewed(
        request,
        {
            str(question.pk): {"revision": question.revision, "value": question.value, "state": saved_words(question.changed_at)}
            for question in questions
        },
    )
