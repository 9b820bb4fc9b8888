"""Figures, and the rows behind each number."""

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.consultations.rules import consultations_seen_by, visitors_met_by
from courses.internships.rules import participations_answered_by, placements_kept_by
from courses.mentorship.rules import enrolments_paired_by

from .. import rule
from ..forms import PairForm
from ..labels import Labels
from ..names import Dimension, Fact, Figure
from ..page import PairPage, amount_words
from ..rows import Line, chosen_in, enrolments_of, lines_of, names_of, participations_of, placements_of
from ..rules import keeps_programmes, programmes_seen_by
from .asked import Asked, asked, for_watchers, form_data

PER_PAGE = 50


@require_GET
@for_watchers
def figures(request: HttpRequest) -> HttpResponse:
    """The programmes whose figures the person may see."""
    programmes = programmes_seen_by(request.user).select_related("owner").order_by("-last_on", "name", "pk")
    context = {"programmes": Paginator(programmes, PER_PAGE).get_page(request.GET.get("page")), "may_make": keeps_programmes(request.user)}
    return render(request, "indicators/programmes.html", context)


@require_GET
@for_watchers
def programme_figures(request: HttpRequest, key: str) -> HttpResponse:
    chosen = asked(request, key)
    page = chosen.page
    context = {
        "asked": chosen,
        "page": page,
        "tables": _tables(request, chosen),
        "rule": rule.words(chosen.scope.rule),
        "pair_url": chosen.url("figure_pair"),
        "report_url": chosen.url("report_preview"),
    }
    return render(request, "indicators/figures.html", context)


def _tables(request: HttpRequest, chosen: Asked) -> SafeString:
    """What is the same for everybody who may see it, as long as nothing was counted anew: hundreds of links."""
    page = chosen.page
    if not page.is_counted or page.is_empty:
        return SafeString("")
    names = [str(cohort) for cohort in chosen.cohorts]
    seen = repr((chosen.url("programme_figures"), page.shown.pk, page.shown.counted_at, names, request.LANGUAGE_CODE))
    key = f"figures:{hashlib.sha256(seen.encode()).hexdigest()}"
    made = cache.get(key)
    if made is None:
        made = str(render_to_string("indicators/_tables.html", {"page": page}))
        cache.set(key, made, 24 * 3600)
    return SafeString(made)


@require_GET
@for_watchers
def figure_pair(request: HttpRequest, key: str) -> HttpResponse:
    """A figure by two dimensions at once."""
    chosen = asked(request, key)
    first = {"period": chosen.period.key, "figure": Figure.PEOPLE.value, "by": Dimension.SEX.value, "across": Dimension.AGE.value}
    form = PairForm(form_data(request, **first), periods=chosen.periods)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or first[name] for name in first}
    one, other = Dimension(wanted["by"]), Dimension(wanted["across"])
    if one == other:
        other = Dimension.AGE if one != Dimension.AGE else Dimension.SEX
        form.data["across"] = other.value
    page = chosen.page
    context = {
        "asked": chosen,
        "page": page,
        "pair": PairPage(page, Figure(wanted["figure"]), one, other, chosen.rows_url),
        "form": form,
        "back": chosen.url("programme_figures"),
    }
    return render(request, "indicators/pair.html", context)


@require_GET
@for_watchers
def figure_rows(request: HttpRequest, key: str, name: str) -> HttpResponse:
    if name not in Figure.values:
        raise Http404
    chosen, figure = asked(request, key), Figure(name)
    groups = chosen_in(request.GET)
    lines, districts = lines_of(chosen.scope, figure, groups)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    labels = Labels({str(cohort.pk): cohort.name for cohort in chosen.cohorts}, districts)
    context = {
        "asked": chosen,
        "figure": figure,
        "count": len(lines),
        "sum": amount_words(figure, sum(line.amount for line in lines)) if figure == Figure.HOURS else "",
        "groups": [(dimension.label, labels.of(dimension, group)) for dimension, group in groups.items()],
        "rows": _rows(chosen, figure, labels, list(page)),
        "page": page,
        "query": urlencode(_query(chosen, request)),
        "back": chosen.url("programme_figures"),
        "amount_label": _amount_label(figure),
    }
    return render(request, "indicators/rows.html", context)


def _query(chosen: Asked, request: HttpRequest) -> dict[str, str]:
    return {
        **chosen.query,
        **{dimension.value: request.GET[dimension.value] for dimension in Dimension if request.GET.get(dimension.value)},
    }


def _amount_label(figure: Figure) -> str:
    """Over the column of amounts; empty where each row is one."""
    if figure.fact == Fact.PRACTICE:
        return _("Confirmed")
    return _("Consultations") if figure == Figure.PEOPLE else ""


def _rows(chosen: Asked, figure: Figure, labels: Labels, lines: list[Line]) -> list[dict[str, Any]]:
    """With the address of each where the viewer may go there. A number of queries that does not grow."""
    names, links = names_of(lines), _links(chosen, figure, lines)
    places = placements_of(lines) if figure.fact == Fact.PRACTICE else {}
    return [
        {
            "name": str(places[line.latest.place]) if figure == Figure.INTERNSHIPS else names.get(line.person, ""),
            "url": links.get(line, ""),
            "day": line.last_on,
            "amount": amount_words(Figure.HOURS, line.amount) if figure.fact == Fact.PRACTICE else line.count,
            "groups": [labels.of(dimension, str(getattr(line.latest, dimension.value))) for dimension in SHOWN],
        }
        for line in lines
    ]


SHOWN = [Dimension.COHORT, Dimension.DISTRICT, Dimension.SEX, Dimension.AGE]


def _links(chosen: Asked, figure: Figure, lines: list[Line]) -> dict[Line, str]:
    person = chosen.person
    if figure == Figure.CONSULTATIONS:
        seen = _among(consultations_seen_by(person), (line.latest.ref for line in lines))
        return {line: reverse("mentor_consultation", args=[line.latest.ref]) for line in lines if line.latest.ref in seen}
    if figure == Figure.INTERNSHIPS:
        kept = _among(placements_kept_by(person), (line.latest.place for line in lines))
        return {line: reverse("placements:edit", args=[line.latest.place]) for line in lines if line.latest.place in kept}
    if figure == Figure.HOURS:
        logs = participations_of(lines)
        read = _among(participations_answered_by(person), logs.values())
        return {line: reverse("mentor_practice_log", args=[logs[line.latest.ref]]) for line in lines if logs.get(line.latest.ref) in read}
    return _people_links(chosen, lines)


def _people_links(chosen: Asked, lines: list[Line]) -> dict[Line, str]:
    """The learner's page where the viewer keeps the cohort, the visitor's where they may meet them; else a consultation with them."""
    enrolments = enrolments_of(lines)
    kept = _among(enrolments_paired_by(chosen.person), enrolments.values())
    visitors = _among(visitors_met_by(chosen.person), (int(line.person[1:]) for line in lines if line.person[0] == "v"))
    found = {}
    for line in lines:
        enrolment = enrolments.get((line.person, line.latest.cohort))
        if enrolment in kept:
            found[line] = reverse("pair_learner", args=[enrolment])
        elif line.person[0] == "v" and int(line.person[1:]) in visitors:
            found[line] = reverse("visitor", args=[int(line.person[1:])])
    return found


def _among(rows: Any, numbers: Any) -> set[int]:
    return set(rows.filter(pk__in=list(numbers)).values_list("pk", flat=True))
