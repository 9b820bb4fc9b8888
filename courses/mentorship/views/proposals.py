"""A proposal of pairs: looked at, changed by hand, accepted in whole or in part."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..actions.pairing import apply_proposal
from ..pairing_shown import CohortShown
from ..pairing_table import Table, wishes_of
from ..pairing_words import paired_words, refused_words
from .frame import frame, pairing_above
from .pairing import cohort_of


@never_cache
@require_http_methods(["GET", "POST"])
def pairing_proposal(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A POST with `accept` pairs what is ticked; any other POST counts again, or turns to another page, and stores nothing."""
    cohort = cohort_of(request, cohort_id)
    here = (reverse("pairing", args=[cohort.pk]), cohort.name)
    if request.method == "POST" and "accept" in request.POST:
        done = apply_proposal(cohort=cohort, wishes=wishes_of(request.POST), by=request.user, reason=_("By a proposal."))
        messages.success(request, paired_words(len(done.paired)))
        if done.refused:
            messages.warning(request, refused_words(done.refused))
        return HttpResponseRedirect(here[0])
    sent = request.POST if request.method == "POST" else None
    table = Table(CohortShown(cohort, now()), sent, request.POST.get("page") or request.POST.get("at"))
    context = {**frame(_("Proposal"), pairing_above(), here), "cohort": cohort, "table": table}
    return render(request, "mentorship/admin/proposal.html", context)
