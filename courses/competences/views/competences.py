"""One competence in the back office: its words, what practises it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue.models import Course

from ..actions.frameworks import bring_back_competence, retire_competence, write_competence
from ..actions.practising import set_practises
from ..editors import courses_edited_by
from ..framework_form import CompetenceForm
from ..models import Competence, CompetenceWords
from ..practising import Choices, title_in, where_practised
from ..rules import Refused
from .frame import competence_edited, competence_frame


@require_http_methods(["GET", "POST"])
def competence(request: HttpRequest, pk: int) -> HttpResponse:
    row = competence_edited(request, pk)
    has_levels = not row.children.exists()
    words = CompetenceWords.objects.filter(competence=row, language=row.framework.language).first()
    kept = words.texts if words else {}
    form = CompetenceForm(request.POST if request.method == "POST" else None, initial=kept, has_levels=has_levels)
    if form.is_valid():
        write_competence(competence=row, texts={**kept, **form.texts})
        messages.success(request, _("Saved."))
        return redirect(reverse("framework", args=[row.framework_id]) + f"?moved={row.pk}")
    context = {**competence_frame(request, row, "competence", has_levels), "form": form, "has_levels": has_levels}
    return render(request, "competences/admin/competence.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def practised(request: HttpRequest, pk: int) -> HttpResponse:
    """By course: which lessons and activities practise it."""
    row = competence_edited(request, pk)
    courses = list(courses_edited_by(request.user).order_by("slug", "pk"))
    course = _chosen(courses, request.POST.get("course") or request.GET.get("course", ""))
    choices = Choices(row, course, request.LANGUAGE_CODE) if course else None
    if request.method == "POST" and course and choices:
        lessons, activities = choices.picked(request.POST.getlist("lesson"), request.POST.getlist("activity"))
        set_practises(competence=row, course=course, lessons=lessons, activities=activities)
        messages.success(request, _("Saved."))
        return redirect(f"{request.path}?course={course.pk}")
    context = {
        **competence_frame(request, row, "competence_practised", has_levels=True),
        "courses": [(one, title_in(one, request.LANGUAGE_CODE)) for one in courses],
        "course": course,
        "choices": choices,
        "elsewhere": [one for one in where_practised(row, request.LANGUAGE_CODE) if one[0] != course],
    }
    return render(request, "competences/admin/practised.html", context)


def _chosen(courses: list[Course], asked: str) -> Course | None:
    """The one that was asked for; the only one where there is no choice."""
    if len(courses) == 1:
        return courses[0]
    return next((one for one in courses if str(one.pk) == asked), None)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    row = competence_edited(request, pk)
    retire_competence(competence=row)
    messages.success(request, _("It is retired: nobody is asked by it any more, and what was said stays readable. You can bring it back."))
    return _tree(row)


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = competence_edited(request, pk)
    try:
        bring_back_competence(competence=row)
        messages.success(request, _("It is back."))
    except Refused as refused:
        messages.error(request, str(refused))
    return _tree(row)


def _tree(row: Competence) -> HttpResponse:
    return redirect(reverse("framework", args=[row.framework_id]) + f"?moved={row.pk}")
