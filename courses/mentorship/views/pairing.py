"""Who mentors whom, in the back office: of the cohorts that the person keeps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.enrolment.models import Cohort, Enrolment

from ..actions.pairing import end_pairing, pair
from ..office_forms import PairForm
from ..office_rules import requests_answered_by
from ..pairing_rules import PairRefused
from ..pairing_shown import CohortShown, with_numbers
from ..pairing_words import away_words, language_name, option_words, standing_words
from ..readiness import standing
from ..rules import cohorts_paired_by, enrolments_paired_by, pairs_somewhere
from .frame import frame, pairing_above

NOBODY = "none"
PER_PAGE = 100


@never_cache
@require_GET
def pairing_cohorts(request: HttpRequest) -> HttpResponse:
    """The cohorts, those first where somebody has no mentor."""
    if not pairs_somewhere(request.user):
        raise PermissionDenied
    cohorts = with_numbers(cohorts_paired_by(request.user))
    context = {**frame(_("Mentors and learners")), "cohorts": cohorts.order_by("-without", "name", "pk")}
    return render(request, "mentorship/admin/cohorts.html", context)


@never_cache
@require_GET
def pairing(request: HttpRequest, cohort_id: int) -> HttpResponse:
    cohort = cohort_of(request, cohort_id)
    shown = CohortShown(cohort, now())
    sleepers = [one for one in shown.learners if one.enrolment.asleep_since]
    only_asleep = "asleep" in request.GET and bool(sleepers)
    page = Paginator(sleepers if only_asleep else shown.learners, PER_PAGE).get_page(request.GET.get("p"))
    answerable = set(requests_answered_by(request.user).filter(enrolment__cohort=cohort, settled_at=None).values_list("pk", flat=True))
    learners = [
        {
            "shown": one,
            "language": language_name(one.person.language),
            "standing": standing_words(one),
            "may_answer": one.request is not None and one.request.pk in answerable,
        }
        for one in page
    ]
    said = standing([one.person for one in shown.mentors], cohort) if shown.mentors else {}
    context = {
        **frame(cohort.name, pairing_above()),
        "cohort": cohort,
        "learners": learners,
        "learners_page": page,
        "mentors": [{"shown": one, "away": away_words(one), "standing": said.get(one.person.pk, [])} for one in shown.mentors],
        "needing": len(shown.without),
        "asleep": len(sleepers),
        "only_asleep": only_asleep,
        "more_pages": "?asleep=1&" if only_asleep else "?",
    }
    return render(request, "mentorship/admin/pairing.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def pair_learner(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """One learner by hand, and whom they had so far."""
    enrolment = get_object_or_404(enrolments_paired_by(request.user).select_related("learner", "cohort__course"), pk=enrolment_id)
    shown = CohortShown(enrolment.cohort, now())
    current = enrolment.pairings.current().select_related("mentor").first()
    barred = {mentor for mentor, learner in shown.bars if learner == enrolment.learner_id} | {enrolment.learner_id}
    choices = [(str(one.person.pk), option_words(one, enrolment.learner.language)) for one in shown.mentors if one.person.pk not in barred]
    initial = {"mentor": str(current.mentor_id) if current else NOBODY}
    data = request.POST if request.method == "POST" else None
    form = PairForm(data, choices=[(NOBODY, _("No mentor of their own")), *choices], initial=initial)
    if form.is_valid() and _paired(request, form, enrolment, shown):
        return HttpResponseRedirect(reverse("pairing", args=[enrolment.cohort_id]))
    context = {
        **frame(str(enrolment.learner), pairing_above(), (reverse("pairing", args=[enrolment.cohort_id]), enrolment.cohort.name)),
        "enrolment": enrolment,
        "language": language_name(enrolment.learner.language),
        "form": form,
        "history": enrolment.pairings.select_related("mentor", "by", "ended_by").order_by("-begun_at", "-pk"),
    }
    return render(request, "mentorship/admin/pair_learner.html", context, status=422 if form.errors else 200)


def _paired(request: HttpRequest, form: PairForm, enrolment: Enrolment, shown: CohortShown) -> bool:
    chosen, reason = form.cleaned_data["mentor"], form.cleaned_data["reason"]
    if chosen == NOBODY:
        end_pairing(enrolment=enrolment, by=request.user, reason=reason)
        messages.success(request, _("%(learner)s has no mentor of their own now.") % {"learner": enrolment.learner})
        return True
    mentor = shown.by_id[int(chosen)].person
    try:
        pair(enrolment=enrolment, mentor=mentor, by=request.user, reason=reason)
    except PairRefused as refusal:
        form.add_error("mentor", _("It cannot be: %(why)s.") % {"why": refusal.reason.label})
        return False
    messages.success(request, _("%(mentor)s is the mentor of %(learner)s now.") % {"mentor": mentor, "learner": enrolment.learner})
    return True


def cohort_of(request: HttpRequest, pk: int) -> Cohort:
    return get_object_or_404(cohorts_paired_by(request.user).select_related("course"), pk=pk)
