"""The sample, and one review of it: taken, looked at, given back, shared."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.mentorship.rules import supervises_somewhere

from ..actions.reading import give_back, look, take, talk_over
from ..actions.sampling import draw_sample, month_before, undrawn
from ..compared import AROUND, Compared
from ..listing import SamplePage
from ..models import SampledReview, SecondReview
from ..rules import Refused, cohorts_supervised_by, sampled_blind_to, sampled_read_by, sampled_seen_by, second_of, shared_with
from ..wording import held_words, month_words, refused_words
from .reading import reading_page


@never_cache
@login_required
@require_GET
def supervision_sample(request: HttpRequest) -> HttpResponse:
    if not supervises_somewhere(request.user):
        raise Http404
    return render(request, "supervision/sample.html", {"page": SamplePage(request.user, request.GET.get("page"))})


@login_required
@require_POST
def draw_now(request: HttpRequest) -> HttpResponse:
    """Where nothing has drawn the last month yet. The lots are the same, whoever does it."""
    if not supervises_somewhere(request.user):
        raise Http404
    at = now()
    months = {month_before(at.date()), month_before(month_before(at.date()))}
    cohorts = cohorts_supervised_by(request.user)
    drawn = sum(draw_sample(cohort=cohort, month=month) for month in sorted(months) for cohort in undrawn(month, at, cohorts))
    messages.info(request, _("Drawn.") if drawn else _("Everything was drawn already."))
    return redirect("supervision_sample")


@never_cache
@login_required
@require_GET
def sampled_review(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is for the person now: to be read, in other hands, or both reviews side by side."""
    mine = shared_with(request.user).select_related(*AROUND).filter(pk=pk).first()
    sampled = mine or get_object_or_404(sampled_seen_by(request.user).select_related(*AROUND), pk=pk)
    if not sampled.is_waiting:
        return _side_by_side(request, sampled, is_mentor=mine is not None)
    if sampled.reader_id == request.user.pk:
        return reading_page(request, sampled)
    is_readable = sampled_read_by(request.user).filter(pk=pk).exists()
    is_free = sampled.is_free_for(request.user, now())
    context = {
        "sampled": sampled,
        "month": month_words(sampled.month),
        "held": "" if is_free else held_words(sampled.reader, sampled.taken_until),
        "may_take": is_readable and is_free,
        "is_blind": sampled_blind_to(request.user).filter(pk=pk).exists(),
    }
    return render(request, "supervision/waiting.html", context)


def _side_by_side(request: HttpRequest, sampled: SampledReview, *, is_mentor: bool) -> HttpResponse:
    second = get_object_or_404(second_of(sampled))
    context: dict[str, Any] = {
        "compared": Compared(sampled, second),
        "sampled": sampled,
        "month": month_words(sampled.month),
        "is_mentor": is_mentor,
        "is_reader": second.reader_id == request.user.pk,
        "conversation": reverse("supervision_letters_about", args=[sampled.pk]),
    }
    return render(request, "supervision/side_by_side.html", context)


@login_required
@require_POST
def take_sampled(request: HttpRequest, pk: int) -> HttpResponse:
    sampled = get_object_or_404(sampled_seen_by(request.user), pk=pk)
    try:
        take(sampled=sampled, person=request.user)
    except Refused as refused:
        messages.warning(request, refused_words(refused))
    return redirect("sampled_review", pk)


@login_required
@require_POST
def give_sampled_back(request: HttpRequest, pk: int) -> HttpResponse:
    sampled = get_object_or_404(sampled_seen_by(request.user), pk=pk)
    give_back(sampled=sampled, person=request.user)
    messages.info(request, _("Somebody else can take it now. Your draft is kept for you."))
    return redirect("supervision_sample")


@login_required
@require_POST
def look_at_sampled(request: HttpRequest, pk: int) -> HttpResponse:
    """See the review; somebody else reads the round a second time then."""
    sampled = get_object_or_404(sampled_seen_by(request.user).select_related("review"), pk=pk)
    try:
        look(sampled=sampled, person=request.user)
    except Refused as refused:
        messages.warning(request, refused_words(refused))
        return redirect("sampled_review", pk)
    return redirect("review_task", sampled.review.task_id)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def talk_sampled_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the second review with the mentor, and go on to write to them."""
    sampled = get_object_or_404(sampled_seen_by(request.user).select_related(*AROUND), pk=pk)
    second = get_object_or_404(SecondReview.objects.sent().by(request.user), sampled=sampled)
    if sampled.state != SampledReview.State.REVIEWED:
        return redirect("supervision_letters_about", pk)
    if request.method == "POST":
        try:
            talk_over(second=second, person=request.user)
        except Refused as refused:
            messages.warning(request, refused_words(refused))
            return redirect("sampled_review", pk)
        messages.success(request, _("%(name)s sees both reviews now.") % {"name": sampled.review.reviewer})
        return redirect("supervision_letters_about", pk)
    return render(request, "supervision/talk_over.html", {"sampled": sampled, "compared": Compared(sampled, second)})
