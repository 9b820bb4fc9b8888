"""Figures in the back office (of the cohorts that the person looks after) and at the desk (a mentor's own), their rows and their files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.catalogue.models import CourseVersion
from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.core.spreadsheet import CSV, XLSX, Cell, as_csv, as_xlsx, download
from lms.notifications.inbox import see_kinds

from ..figures import tables
from ..figures.load import mentors_of
from ..figures.names import Figure
from ..figures.page import FiguresPage, label_of_part
from ..figures.rows import Row, as_shown_to, rows_of
from ..figures.scope import Scope, of_mentor, of_watcher, watched_cohorts
from ..office_forms import FiguresForm
from ..rules import enrolments_paired_by, reviews_somewhere, tasks_seen_by, watches_somewhere
from ..week_letters import WEEK
from .frame import frame

PER_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What somebody looks at, and the addresses it has. `query` is what they chose, to go on with."""

    scope: Scope
    form: FiguresForm
    mentors: Sequence[User]
    names: tuple[str, str, str, str]  # of the addresses: page, its file, rows, their file

    @property
    def query(self) -> dict[str, Any]:
        return {name: self.form.data[name] for name in self.form.fields if self.form.data.get(name)}

    def rows_url(self, figure: Figure, **more: int) -> str:
        return _with_query(reverse(self.names[2], args=[figure.value]), {**self.query, **more})

    @property
    def page(self) -> FiguresPage:
        return FiguresPage(self.scope, self.mentors, self.rows_url)

    def files(self, name: str, *parts: str, **more: Any) -> list[tuple[str, str]]:
        return [(kind, _with_query(reverse(name, args=[*parts, kind]), {**self.query, **more})) for kind in ("csv", "xlsx")]


def _with_query(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def of_office(request: HttpRequest) -> Asked:
    """What stands in the address is taken as far as it can be read and is in the person's scope."""
    if not watches_somewhere(request.user):
        raise PermissionDenied
    cohorts = list(watched_cohorts(request.user).select_related("course").order_by("name", "pk"))
    mentors = list(mentors_of(cohorts))
    choices = {
        "course": _courses(cohorts, request.LANGUAGE_CODE),
        "cohort": [(cohort.pk, cohort.name) for cohort in cohorts],
        "mentor": [(mentor.pk, str(mentor)) for mentor in mentors],
    }
    form = FiguresForm(request.GET, choices=choices)
    form.is_valid()
    chosen = {name: int(value) if name in choices else value for name, value in form.cleaned_data.items() if value}
    shown = [mentor for mentor in _mentors_of(chosen, cohorts, mentors) if chosen.get("mentor") in (None, mentor.pk)]
    scope = of_watcher(request.user, now(), **chosen)
    return Asked(scope, form, shown, ("review_figures", "review_figures_file", "review_figure", "review_figure_file"))


def _mentors_of(chosen: dict[str, Any], cohorts: list[Cohort], mentors: list[User]) -> list[User]:
    """Those of the chosen cohorts."""
    within = [
        cohort for cohort in cohorts if chosen.get("cohort") in (None, cohort.pk) and chosen.get("course") in (None, cohort.course_id)
    ]
    return mentors if len(within) == len(cohorts) else list(mentors_of(within))


def of_desk(request: HttpRequest) -> Asked:
    if not reviews_somewhere(request.user):
        raise Http404
    form = FiguresForm(request.GET, choices={})
    form.is_valid()
    scope = of_mentor(request.user, now(), since=form.cleaned_data.get("since"), until=form.cleaned_data.get("until"))
    mentor = User.objects.select_related("mentor_profile").filter(pk=request.user.pk)
    return Asked(scope, form, list(mentor), ("mentor_figures", "mentor_figures_file", "mentor_figure", "mentor_figure_file"))


def _courses(cohorts: list[Cohort], language: str) -> list[tuple[int, str]]:
    """By title: in the reader's language, else in the course's own. One query."""
    titles = {cohort.course_id: cohort.course.slug for cohort in cohorts}
    versions = CourseVersion.objects.current().filter(of__in=titles).select_related("of")
    for version in sorted(versions, key=lambda one: (one.language == language, one.language == one.of.source_language)):
        titles[version.of_id] = version.title
    return sorted(titles.items(), key=lambda each: (each[1], each[0]))


@never_cache
@require_GET
def review_figures(request: HttpRequest) -> HttpResponse:
    asked = of_office(request)
    see_kinds(person=request.user, keys={WEEK})
    return render(request, "mentorship/admin/figures.html", {**frame(_("Reviews in figures"), icon="table"), **_figures(asked)})


@never_cache
@require_GET
def review_figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    return _figures_file(of_office(request), kind)


@never_cache
@require_GET
def review_figure(request: HttpRequest, name: str) -> HttpResponse:
    context = _rows(request, of_office(request), name)
    above = (context["back"], _("Reviews in figures"))
    return render(request, "mentorship/admin/figure.html", {**frame(str(context["figure"].label), above, icon="table"), **context})


@never_cache
@require_GET
def review_figure_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    return _rows_file(request, of_office(request), name, kind)


@never_cache
@login_required
@require_GET
def mentor_figures(request: HttpRequest) -> HttpResponse:
    return render(request, "mentorship/desk/figures.html", _figures(of_desk(request)))


@never_cache
@login_required
@require_GET
def mentor_figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    return _figures_file(of_desk(request), kind)


@never_cache
@login_required
@require_GET
def mentor_figure(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mentorship/desk/figure.html", _rows(request, of_desk(request), name))


@never_cache
@login_required
@require_GET
def mentor_figure_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    return _rows_file(request, of_desk(request), name, kind)


def _figures(asked: Asked) -> dict[str, Any]:
    return {"page": asked.page, "form": asked.form, "files": asked.files(asked.names[1])}


def _figures_file(asked: Asked, kind: str) -> HttpResponse:
    return _file(kind, _("Reviews in figures"), lambda: tables.of_figures(asked.page))


def _rows(request: HttpRequest, asked: Asked, name: str) -> dict[str, Any]:
    figure, chosen = _figure(name), _chosen(request)
    found = as_shown_to(request.user, rows_of(figure, asked.scope, request.LANGUAGE_CODE, **chosen))
    here = asked.rows_url(figure, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    return {
        "figure": figure,
        "part": label_of_part(figure, chosen["part"]) if "part" in chosen else "",
        "rows": _linked(request.user, list(page)),
        "rows_page": page,
        "count": len(found),
        "files": asked.files(asked.names[3], figure.value, **chosen),
        "back": _with_query(reverse(asked.names[0]), asked.query),
        "more_pages": here + ("&" if "?" in here else "?"),
    }


def _linked(person: User, rows: list[Row]) -> list[dict[str, Any]]:
    """The review where the person may read it, else the learner's page where they keep the cohort."""
    tasks = set(tasks_seen_by(person).filter(pk__in=[row.task_id for row in rows if row.task_id]).values_list("pk", flat=True))
    kept = set(enrolments_paired_by(person).filter(pk__in=[row.enrolment_id for row in rows]).values_list("pk", flat=True))
    return [{"row": row, "url": _url_of(row, tasks, kept)} for row in rows]


def _url_of(row: Row, tasks: set[int], kept: set[int]) -> str:
    if row.task_id in tasks:
        return reverse("review_task", args=[row.task_id])
    return reverse("pair_learner", args=[row.enrolment_id]) if row.enrolment_id in kept else ""


def _rows_file(request: HttpRequest, asked: Asked, name: str, kind: str) -> HttpResponse:
    figure = _figure(name)
    found = as_shown_to(request.user, rows_of(figure, asked.scope, request.LANGUAGE_CODE, **_chosen(request)))
    return _file(kind, str(figure.label), lambda: [(str(figure.label), tables.of_rows(found))])


def _file(kind: str, name: str, sheets: Callable[[], list[tuple[str, list[list[Cell]]]]]) -> HttpResponse:
    match kind:
        case "csv":
            found = sheets()
            return download(as_csv(tables.in_one(found) if len(found) > 1 else found[0][1]), f"{name}.csv", CSV)
        case "xlsx":
            return download(as_xlsx(sheets()), f"{name}.xlsx", XLSX)
    raise Http404


def _figure(name: str) -> Figure:
    if name not in Figure.values:
        raise Http404
    return Figure(name)


def _chosen(request: HttpRequest) -> dict[str, int]:
    """Which part of a figure, as far as it can be read."""
    found = {key: request.GET.get(key, "") for key in ("part", "whose")}
    return {key: int(value) for key, value in found.items() if value.isascii() and value.isdigit() and len(value) < 10}
