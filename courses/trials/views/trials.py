"""A mentor's trial reviews: which there are, writing one, sending it, the comparison."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.mentorship.actions.reviewing import NotComplete
from courses.mentorship.places import place_in
from courses.mentorship.typed import is_typed
from lms.accounts.device import device_html
from lms.core.log.ulid import is_ulid, new_ulid
from lms.core.saving.guard import guarded_form

from ..actions.trialling import NotOffered, add_comment, begin_trial, remove_comment, send_trial, what_is_missing
from ..listing import TrialsPage
from ..models import TrialReview
from ..rules import examples_reviewed_by, mentors_somewhere, trial_read_by
from ..showing.pages import ComparisonPage, WritingPage
from .opened import about_draft, back_to, kept_first


@never_cache
@login_required
@require_GET
def mentor_trials(request: HttpRequest) -> HttpResponse:
    """For mentors, and for who was one: their own stays theirs to read."""
    if not mentors_somewhere(request.user) and not TrialReview.objects.of(request.user).exists():
        raise Http404
    return render(request, "trials/trials.html", {"page": TrialsPage(request.user, request.LANGUAGE_CODE)})


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A trial that was begun is gone on with, also when the example is no longer offered."""
    begun = TrialReview.objects.of(request.user).filter(example=pk).first()
    if begun is None:
        example = get_object_or_404(examples_reviewed_by(request.user), pk=pk)
        try:
            begun = begin_trial(example=example, person=request.user)
        except NotOffered:
            messages.info(request, _("This example has just been taken away. Choose another one."))
            return HttpResponseRedirect(reverse("mentor_trials"))
    return back_to(begun)


@require_http_methods(["GET", "POST"])
@guarded_form
def trial_review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Written by its reviewer as long as it is a draft; then read beside the reference, also by supervisors."""
    trial = trial_read_by(request.user, pk)
    if trial is None:
        raise Http404
    if trial.sent_at is None or request.method == "POST":
        return write(request, pk=pk)
    context = {"page": ComparisonPage(trial.version, request.user, trial), "trial": trial, "next": _next(request, trial)}
    return render(request, "trials/comparison.html", context)


def _next(request: HttpRequest, trial: TrialReview) -> TrialsPage | None:
    return TrialsPage(request.user, request.LANGUAGE_CODE) if trial.reviewer_id == request.user.pk else None


@kept_first
def write(request: HttpRequest, trial: TrialReview) -> HttpResponse:
    """A POST keeps the draft; `about_draft` has done it."""
    if request.method == "POST":
        messages.info(request, _("Your draft is kept."))
        return back_to(trial, by_sentence="sentences" in request.POST.get("view", ""))
    return writing_page(request, trial)


def writing_page(request: HttpRequest, trial: TrialReview, problems: dict[str, str] | None = None) -> HttpResponse:
    by_sentence = "sentences" in (request.POST.get("view", "") if request.method == "POST" else request.GET)
    context = {
        "page": WritingPage(trial, request.user, by_sentence=by_sentence),
        "trial": trial,
        "problems": problems or {},
        "device": device_html(request.user, reverse("trial_session", args=[trial.pk]) + "?l="),
    }
    return render(request, "trials/writing.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@about_draft
def preview(request: HttpRequest, trial: TrialReview) -> HttpResponse:
    """As it will stay. What is still missing is said on the page where it is written."""
    missing = what_is_missing(trial)
    if missing:
        return writing_page(request, trial, missing)
    if request.method == "POST":
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "trials/preview.html", {"page": WritingPage(trial, request.user, as_sent=True), "trial": trial})


@require_POST
@about_draft
def send(request: HttpRequest, trial: TrialReview) -> HttpResponse:
    """Sent twice, it is sent once."""
    try:
        send_trial(trial=trial)
    except NotComplete as lacks:
        return writing_page(request, trial, dict(lacks.problems))
    return back_to(trial)


@require_http_methods(["GET", "POST"])
@about_draft
def comment_on(request: HttpRequest, trial: TrialReview) -> HttpResponse:
    """A comment on what the address says: a passage, an exercise, or the whole. For browsers without scripts."""
    about = place_in(trial.version.text, trial.version.answers.select_related("activity", "version"), request.GET)
    if request.method == "POST" and is_typed(request.POST):
        return HttpResponseRedirect(request.get_full_path())
    text, made_id = request.POST.get("text", ""), request.POST.get("made_id", "")
    if text.strip():
        name = made_id if is_ulid(made_id) else new_ulid()
        add_comment(trial=trial, made_id=name, text=text, activity=about.activity, field=about.field, about=about.passage)
        return back_to(trial, f"n{name}")
    problem = _("Write the comment, or go back.") if request.method == "POST" else ""
    context = {"trial": trial, "about": about, "made_id": new_ulid(), "problem": problem}
    return render(request, "trials/comment_on.html", context, status=422 if problem else 200)


@require_POST
@about_draft
def remove_note(request: HttpRequest, trial: TrialReview, made_id: str) -> HttpResponse:
    remove_comment(trial=trial, made_id=made_id)
    return back_to(trial)
