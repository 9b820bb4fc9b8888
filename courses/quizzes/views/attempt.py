from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts.models import User
from lms.core import uploads
from lms.core.saving.guard import MAX_BODY, guarded

from ..actions.attempts import bring_up_to_date, leave_page, submit_attempt
from ..forms import Deed, read_deed
from ..models import Attempt, AttemptQuestion
from ..opened import attempt_of, questions_of
from ..quiz_definition import Navigation, WhenTimeIsUp
from ..saving_rate import TOO_OFTEN
from ..showing.writing import Leaf, Summary
from ..taking import Taken, take

MAX_PAGE = uploads.MAX_BYTES + MAX_BODY  # a file, and the answers around it


def my_attempt(request: HttpRequest, pk: int) -> Attempt:
    attempt = attempt_of(cast(User, request.user), pk, get_language() or "")
    if attempt is None:
        raise Http404
    return attempt


def _attempt(request: HttpRequest, pk: int) -> Attempt:
    """With what the clock has done since anybody looked."""
    return bring_up_to_date(my_attempt(request, pk))


@never_cache
@login_required
@require_GET
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To wherever the attempt is now."""
    return HttpResponseRedirect(place_of(_attempt(request, pk)))


@csrf_exempt  # the guard of `_answer_page` asks for the token itself, and gives words back where it does not fit
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of questions; posted, its answers and what its button asks for."""
    return _answer_page(request, pk, number) if request.method == "POST" else _show_page(request, pk, number)


@never_cache
@login_required
def _show_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    attempt = _attempt(request, pk)
    if not attempt.is_open or is_up(attempt) or not may_see(attempt, number - 1):
        return HttpResponseRedirect(place_of(attempt))
    questions = questions_of(attempt)
    if not any(question.page == number - 1 for question in questions):
        raise Http404
    return _leaf(request, attempt, questions, number)


@guarded(max_body=MAX_PAGE, too_large=uploads.too_large, often=TOO_OFTEN)
def _answer_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    attempt = my_attempt(request, pk)
    questions = questions_of(attempt)
    here = [question for question in questions if question.page == number - 1]
    if not here:
        raise Http404
    deed = read_deed(request.POST)
    taken = take(attempt=attempt, questions=here, post=request.POST, files=request.FILES, deed=deed)
    bring_up_to_date(attempt)
    if attempt.is_open and not is_up(attempt) and taken.problems:
        return _leaf(request, attempt, questions, number, taken)
    return HttpResponseRedirect(_onward(attempt, number, deed))


def _leaf(
    request: HttpRequest, attempt: Attempt, questions: list[AttemptQuestion], number: int, taken: Taken | None = None
) -> HttpResponse:
    context = Leaf(request, attempt, questions, number, taken).context()
    return render(request, "quizzes/attempt.html", context, status=422 if taken else 200)


def _onward(attempt: Attempt, number: int, deed: Deed) -> str:
    """Where a button leads when its answers are saved."""
    if not attempt.is_open or is_up(attempt):
        return place_of(attempt)
    if deed.name == "summary":
        return reverse("attempt_summary", args=[attempt.pk])
    if deed.name == "page":
        if deed.on >= number:
            leave_page(attempt=attempt, page=number - 1)
        return reverse("attempt_page", args=[attempt.pk, deed.on + 1])
    here = reverse("attempt_page", args=[attempt.pk, number])
    return f"{here}#q{deed.on}" if deed.on else here


@never_cache
@login_required
@require_GET
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What is not answered and what was to be come back to; from here the answers are handed in."""
    attempt = _attempt(request, pk)
    if not attempt.is_open:
        return HttpResponseRedirect(place_of(attempt))
    return render(request, "quizzes/summary.html", Summary(attempt, questions_of(attempt)).context())


@never_cache
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Said twice it is said once. Nothing else hands an attempt in but the clock, where the quiz says so."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("attempt_summary", args=[pk]))
    attempt = _attempt(request, pk)
    if attempt.is_open and (not is_up(attempt) or attempt.rules.settings.when_time_is_up != WhenTimeIsUp.ABANDON):
        submit_attempt(attempt=attempt)
    return HttpResponseRedirect(place_of(attempt))


def place_of(attempt: Attempt) -> str:
    """Where its learner goes on."""
    if not attempt.is_open:
        return reverse("attempt_review", args=[attempt.pk])
    if is_up(attempt):
        return reverse("attempt_summary", args=[attempt.pk])
    return reverse("attempt_page", args=[attempt.pk, attempt.page + 1])


def is_up(attempt: Attempt) -> bool:
    """No more answers can be given. The network is forgiven longer: what was sent in time may still come."""
    return attempt.state == Attempt.State.OVERDUE or (attempt.deadline_at is not None and now() >= attempt.deadline_at)


def may_see(attempt: Attempt, page: int) -> bool:
    return attempt.rules.settings.navigation == Navigation.FREE or page == attempt.page
