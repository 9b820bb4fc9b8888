from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.core.codes import shown, tidied
from lms.core.rate_limits import allow, too_many_tries

from ..learner.receipt import receipt_context
from ..models import Iteration
from ..rules import receipts_seen_by, works_somewhere

LOOK_UPS = "30/m,300/d"  # a code cannot be found by trying


@never_cache
@login_required
@require_safe
def find_receipt(request: HttpRequest) -> HttpResponse:
    """A learner says that they handed in and has the code: was it so? For whoever works for the cohort."""
    if not works_somewhere(request.user):
        raise PermissionDenied
    typed = request.GET.get("code", "").strip()[:40]
    if not typed:
        return render(request, "mentorship/desk/receipt.html", {"typed": ""})
    if not allow(request, "find_receipt", LOOK_UPS):
        return too_many_tries(request)
    rounds = receipts_seen_by(request.user).select_related(
        "version", "submission__enrolment__learner", "submission__enrolment__cohort__course", "submission__assignment__lesson"
    )
    found = rounds.filter(receipt=tidied(typed)).first()
    if found is None:
        return render(request, "mentorship/desk/receipt.html", {"typed": typed, "is_unknown": True}, status=HTTPStatus.NOT_FOUND)
    return render(request, "mentorship/desk/receipt.html", {"typed": shown(found.receipt), **_found(found)})


def _found(iteration: Iteration) -> dict[str, Any]:
    submission = iteration.submission
    return {"found": receipt_context(submission, iteration), "state": submission.get_state_display()}
