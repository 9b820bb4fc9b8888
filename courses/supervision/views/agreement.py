"""How far reviews and second reviews agree, and the pairs behind each number."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.enrolment.models import Cohort
from courses.mentorship.rules import supervises_somewhere
from lms.accounts.models import User

from ..agreement import WHOLE, AgreementPage, Pair, agreement_of, pairs_of
from ..forms import NarrowForm
from ..models import SampledReview
from ..rules import mentors_read_for, sampled_in, sampled_seen_by, second_reviews_seen_by
from ..wording import month_words

PER_PAGE = 30


@never_cache
@login_required
@require_GET
def supervision_agreement(request: HttpRequest) -> HttpResponse:
    form, pairs = _asked(request)
    page = AgreementPage(pairs)
    at = reverse("supervision_pairs")
    context = {
        "form": form,
        "page": page,
        "whole_url": _with(at, form.chosen),
        "rubrics": [
            (one, [(row, _with(at, form.chosen | {"rubric": one.rubric, "criterion": row.criterion})) for row in one.rows])
            for one in page.rubrics
        ],
        "mentors": [
            (one, _with(at, form.chosen | {"mentor": one.mentor.pk}), _with("", form.chosen | {"mentor": one.mentor.pk}))
            for one in page.mentors
        ],
    }
    return render(request, "supervision/agreement.html", context)


def _asked(request: HttpRequest) -> tuple[NarrowForm, list[Pair]]:
    """What stands in the address is taken as far as it can be read and is in the person's scope."""
    if not supervises_somewhere(request.user):
        raise Http404
    seen = second_reviews_seen_by(request.user)
    form = NarrowForm(request.GET, **choices_of(request.user))
    paths = {"cohort": "sampled__cohort", "mentor": "sampled__review__reviewer"}
    return form, pairs_of(seen.filter(**{paths[name]: value for name, value in form.chosen.items()}))


def choices_of(person: User) -> dict[str, Any]:
    """Cohorts that the person supervises and whose reviews were read a second time, and the mentors who wrote those."""
    read = sampled_seen_by(person).read()
    cohorts = Cohort.objects.filter(pk__in=read.values("cohort")).order_by("name", "pk")
    return {"cohorts": list(cohorts.values_list("pk", "name")), "mentors": [(one.pk, str(one)) for one in mentors_read_for(person)]}


def _with(address: str, chosen: Mapping[str, Any]) -> str:
    return f"{address}?{urlencode(chosen)}" if chosen else address or "?"


@never_cache
@login_required
@require_GET
def supervision_pairs(request: HttpRequest) -> HttpResponse:
    """Of a criterion of a rubric, or of the whole; the latest first."""
    form, pairs = _asked(request)
    criterion, rubric = request.GET.get("criterion", WHOLE), request.GET.get("rubric", "")
    if criterion != WHOLE:
        pairs = [pair for pair in pairs if str(pair.rubric) == rubric]
    counted = [pair for pair in pairs if pair.values(criterion) is not None]
    named = next((found.title for pair in reversed(counted) if (found := pair.criterion(criterion))), "")
    page = Paginator(counted[::-1], PER_PAGE).get_page(request.GET.get("page"))
    rows = sampled_in(pair.sampled for pair in page)
    context = {
        "form": form,
        "title": named or _("Outcome of the whole"),
        "agreement": agreement_of(counted, criterion),
        "page": page,
        "rows": [_row(pair, rows[pair.sampled], criterion) for pair in page],
        "back": _with(reverse("supervision_agreement"), form.chosen),
        "kept": {"criterion": criterion, "rubric": rubric} if criterion != WHOLE else {},
    }
    return render(request, "supervision/pairs.html", context)


def _row(pair: Pair, sampled: SampledReview, criterion: str) -> dict[str, Any]:
    first, second = pair.words(criterion)
    return {"sampled": sampled, "month": month_words(pair.month), "mentor": first, "supervisor": second, "is_same": first == second}
