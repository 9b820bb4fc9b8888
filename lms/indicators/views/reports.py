"""What leaves the house: looked at first, then made, then downloaded in any language, as often as it is needed."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.core.spreadsheet import CSV, XLSX, as_csv, as_xlsx, download

from ..actions.releasing import Changed, release
from ..audit import Cell, Report
from ..document import document, in_one, sheets_of, words_of
from ..forms import ReportForm
from ..labels import Labels
from ..models import Programme, Release
from ..names import Fact
from ..periods import Period, between, read
from ..report import draft, from_json
from ..report_pdf import render_report
from ..rules import releases_kept_by
from .asked import for_watchers, form_data, kept_programme, number, whole

KINDS = ("pdf", "csv", "xlsx")


@require_http_methods(["GET", "POST"])
@for_watchers
def report_preview(request: HttpRequest, key: str) -> HttpResponse:
    programme = kept_programme(request, key)
    given = request.POST if request.method == "POST" else request.GET
    period = read(given.get("period", ""), programme.first_on, programme.last_on) or whole(programme)
    with_pair = bool(given.get("pair"))
    if request.method == "POST":
        try:
            made = release(programme=programme, period=period, with_pair=with_pair, seen=request.POST.get("seen", ""), by=request.user)
        except Changed:
            messages.warning(request, _("Something was counted anew since you looked at it. Look again before it leaves the house."))
        else:
            messages.success(request, _("The report is made. Here are its files."))
            return redirect("report_release", key, made.pk)
    made = draft(programme, period, with_pair=with_pair)
    chosen = {"period": period.key, **({"pair": "on"} if with_pair else {})}
    context = {
        "programme": programme,
        "period": period,
        "document": _shown(made.published, now()),
        "left_out": _why(programme, made.published, made.counted),
        "seen": made.digest,
        "chosen": chosen,
        "form": ReportForm(form_data(request, **chosen), periods=between(programme.first_on, programme.last_on)),
        "releases": _listed(programme),
        "asks_for_pair": with_pair and not any(fact and fact["cross"] for fact in made.published["facts"].values()),
    }
    return render(request, "indicators/preview.html", context)


def _shown(published: dict[str, Any], at: Any) -> dict[str, Any]:
    """The document in words, for a template."""
    made = document(published, at)
    tables = [
        {"title": table.title, "head": table.head, "rows": [[(words_of(one), one is None) for one in row] for row in table.rows]}
        for table in (made.numbers, *made.tables)
    ]
    return {"about": made.about, "tables": tables, "method": made.method}


def _why(programme: Programme, published: dict[str, Any], counted: dict[str, Any]) -> list[dict[str, Any]]:
    """For each fact: whether all of it is left out, or which groups, and whether they are small themselves."""
    labels = Labels(published["cohorts"], published["districts"])
    found = []
    for fact in Fact:
        report = from_json(programme.first_on, programme.last_on, counted[fact.value])
        if report.out is None:
            found.append({"fact": fact.label, "all": True, "is_small": 0 < report.tables.all < 5, "small": [], "others": []})
        elif report.out:
            cells = sorted(report.out, key=lambda cell: (cell.by, labels.of(cell.by.partition("*")[0], cell.group), cell.other))
            small = [_name(labels, cell) for cell in cells if 0 < _count(report, cell) < 5]
            others = [_name(labels, cell) for cell in cells if not 0 < _count(report, cell) < 5]
            found.append({"fact": fact.label, "all": False, "small": small, "others": others})
    return found


def _count(report: Report, cell: Cell) -> int:
    return report.tables.cross.get((cell.group, cell.other), 0) if "*" in cell.by else report.count(cell)


def _name(labels: Labels, cell: Cell) -> str:
    by, _star, across = cell.by.partition("*")
    name = labels.of(by, cell.group)
    return f"{name}, {labels.of(across, cell.other)}" if across else name


def _listed(programme: Programme) -> list[dict[str, Any]]:
    rows = Release.objects.of(programme).select_related("by").only("period", "at", "by", "programme_id")
    return [{"release": one, "period": Period(one.period).label} for one in rows]


def _release(request: HttpRequest, key: str, pk: int) -> Release:
    found = releases_kept_by(request.user).select_related("programme", "by")
    return get_object_or_404(found, pk=pk, programme=number(key))


@require_GET
@for_watchers
def report_release(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    made = _release(request, key, pk)
    context = {
        "programme": made.programme,
        "release": made,
        "period": Period(made.period).label,
        "document": _shown(made.published, made.at),
        "languages": settings.LANGUAGES,
        "kinds": KINDS,
    }
    return render(request, "indicators/release.html", context)


@require_GET
@for_watchers
def report_file(request: HttpRequest, key: str, pk: int, language: str, kind: str) -> HttpResponse:
    made = _release(request, key, pk)
    if language not in dict(settings.LANGUAGES) or kind not in KINDS:
        raise Http404
    with translation.override(language):
        written = document(made.published, made.at)
        name = f"{slugify(made.programme.name) or 'report'}-{made.period}.{kind}"
        if kind == "pdf":
            return download(render_report(written, made.at), name, "application/pdf")
        sheets = sheets_of(written)
        return download(as_csv(in_one(sheets)), name, CSV) if kind == "csv" else download(as_xlsx(sheets), name, XLSX)
