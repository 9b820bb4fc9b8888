"""Prepared examples in the back office: the list, the form, how mentors see it, copies, publishing and retiring."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.catalogue.models import ActivityVersion
from courses.catalogue.outline import outline
from courses.mentorship.models import Assignment
from courses.quizzes.editors import edits_somewhere, reads_somewhere
from courses.quizzes.question_forms.rows import rearranged
from courses.quizzes.views.reports import frame

from ..actions.examples import (
    ChangedMeanwhile,
    NotComplete,
    add_example,
    bring_back_example,
    copy_example,
    definition_of,
    publish_example,
    retire_example,
    write_example,
)
from ..asked import Asked, asked_by
from ..example_form import ExampleForm
from ..models import Example
from ..rules import assignments_with_examples_by, examples_edited_by, examples_seen_by
from ..showing.pages import ComparisonPage
from ..staleness import is_stale

PER_PAGE = 50
NAMES = dict(settings.LANGUAGES)
State = Example.State


@require_GET
def examples(request: HttpRequest) -> HttpResponse:
    if not reads_somewhere(request.user):
        raise PermissionDenied
    state = request.GET.get("state", "")
    found = examples_seen_by(request.user)
    found = found.filter(state=State.RETIRED) if state else found.exclude(state=State.RETIRED)
    found = found.select_related("course", "assignment__lesson__course").with_version()
    found = found.annotate(sent=Count("trials", filter=Q(trials__sent_at__isnull=False)))
    page = Paginator(found.order_by("course__slug", "slug", "language", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    rows = list(page)
    titles = _assignment_titles({one.assignment_id for one in rows}, request.LANGUAGE_CODE)
    context = {
        **examples_frame(_("Prepared examples")),
        "page": page,
        "rows": [
            {
                "example": one,
                "course": outline(one.course, request.LANGUAGE_CODE).title,
                "assignment": titles.get(one.assignment_id, ""),
                "state": one.get_state_display(),
            }
            for one in rows
        ],
        "is_retired": bool(state),
        "may_edit": edits_somewhere(request.user),
    }
    return render(request, "trials/admin/examples.html", context)


def _assignment_titles(activities: set[int], language: str) -> dict[int, str]:
    """In the reader's language where there is one. One query."""
    versions = ActivityVersion.objects.current().filter(of__in=activities).select_related("of__lesson__course")
    ranked = sorted(versions, key=lambda one: (one.language == language, one.language == one.of.lesson.course.source_language))
    return {one.of_id: one.title for one in ranked}


class AboutForm(forms.Form):
    """Of a new example: what it is about, in which language, how it is called."""

    assignment = forms.ChoiceField(label=gettext_lazy("Assignment"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=80,
        help_text=gettext_lazy("Letters a–z, digits and -. The same in every language: a mentor reviews each name once."),
    )

    def __init__(self, data: Any, *, assignments: dict[int, str], **kwargs: Any):
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.fields["assignment"].choices = list(assignments.items())

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"].lower()


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if not edits_somewhere(request.user):
        raise PermissionDenied
    assignments = {one.pk: one for one in assignments_with_examples_by(request.user).select_related("lesson__course").order_by("pk")}
    titles = _assignment_titles(set(assignments), request.LANGUAGE_CODE)
    choices = {
        pk: f"{outline(one.lesson.course, request.LANGUAGE_CODE).title} · {titles[pk]}" for pk, one in assignments.items() if pk in titles
    }
    data = request.POST if request.method == "POST" else None
    form = AboutForm(data, assignments=choices, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        made = _added(form, assignments[int(form.cleaned_data["assignment"])])
        if made is not None:
            return redirect("example", made.pk)
    context = {**examples_frame(_("Add a prepared example")), "form": form, "has_any": bool(choices)}
    return render(request, "trials/admin/example_add.html", context, status=422 if form.errors else 200)


def _added(form: AboutForm, assignment: Assignment) -> Example | None:
    language, slug = form.cleaned_data["language"], form.cleaned_data["slug"]
    if not assignment.versions.current().filter(language=language).exists():
        form.add_error("language", _("The assignment is not published in this language. Translate the lesson first."))
        return None
    try:
        with transaction.atomic():
            return add_example(assignment=assignment, language=language, slug=slug)
    except IntegrityError:
        form.add_error("slug", _("The course has an example of this short name in this language. Choose a different one."))
        return None


@never_cache
@require_http_methods(["GET", "POST"])
def example(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may only look is led to what can be looked at."""
    if request.method == "GET" and not examples_edited_by(request.user).filter(pk=pk).exists():
        return redirect("example_look", seen(request, pk).pk)
    row = edited(request, pk)
    asked, before = asked_of(row), row.version
    if asked is None:
        return render(request, "trials/admin/example_gone.html", example_frame(request, row))
    data = _sent(request)
    is_save = data is not None and not request.POST.get("do")
    form = ExampleForm(data, asked=asked, definition=definition_of(before) if before else None)
    form.initial["base"] = before.number if before else 0
    if is_save and form.is_valid() and form.made and _written(request, form, row, asked):
        return redirect("example", row.pk)
    if data is not None and not is_save:
        _silence(form)
    context = {**example_frame(request, row), "form": form, "asked": asked, "is_refused": is_save, "is_stale": is_stale(before, asked)}
    context["lacking"] = not before or bool(asked.missing(definition_of(before)))
    return render(request, "trials/admin/example.html", context, status=422 if is_save else 200)


def _written(request: HttpRequest, form: ExampleForm, row: Example, asked: Asked) -> bool:
    """Saved, and with the other button published as well: all of it or nothing."""
    publishes = "publish" in request.POST
    lacking = asked.missing(form.made)
    if lacking and (publishes or row.state == State.PUBLISHED):
        form.say_missing(lacking)
        return False
    try:
        with transaction.atomic():
            version = write_example(example=row, made=form.made, asked=asked, by=request.user, base=form.cleaned_data["base"] or 0)
            if publishes:
                publish_example(example=row, asked=asked)
    except NotComplete as lacks:  # published by somebody else at this very moment
        form.say_missing(lacks.missing)
        return False
    except ChangedMeanwhile as changed:
        words = _("%(name)s has saved version %(number)d meanwhile. Open the example in another tab, compare, and save here again.")
        form.add_error(None, words % {"name": changed.current.created_by or _("Somebody"), "number": changed.current.number})
        form.data = form.data.copy()  # what is typed stays, and goes on from the other's version
        form.data["base"] = str(changed.current.number)
        return False
    if publishes:
        messages.success(request, _("Version %(number)d is published: new mentors review it.") % {"number": version.number})
    else:
        messages.success(request, _("Version %(number)d is kept.") % {"number": version.number})
    return True


@never_cache
@require_GET
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """As mentors see it: the work, and beneath it the reference that they see afterwards."""
    row = seen(request, pk)
    version = row.version
    if version is None:
        return render(request, "trials/admin/example_empty.html", example_frame(request, row))
    versions = row.versions.select_related("version", "rubric", "example")
    shown = ComparisonPage(versions.get(pk=version.pk), request.user)
    back = reverse("example", args=[row.pk]) if row in examples_edited_by(request.user) else reverse("examples")
    return render(request, "trials/look.html", {"page": shown, "example": row, "back": back})


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Into another language, to be translated."""
    row = edited(request, pk)
    if row.version is None:
        return redirect("example", row.pk)
    taken = set(Example.objects.filter(course=row.course_id, slug=row.slug).values_list("language", flat=True))
    published = set(row.assignment.versions.current().values_list("language", flat=True))
    free = [code for code in NAMES if code in published - taken]
    if request.method == "POST" and request.POST.get("language") in free:
        asked = asked_by(row.assignment, request.POST["language"])
        try:
            made = copy_example(example=row, asked=asked, by=request.user) if asked else None
        except IntegrityError:
            made = None
        if made:
            messages.success(request, _("This is the copy. Translate what is written in it; mentors do not see it before it is published."))
            return redirect("example", made.pk)
        messages.warning(request, _("Somebody has made this copy meanwhile."))
        return redirect("examples")
    context = {**example_frame(request, row, _("Copy to another language")), "free": [(code, NAMES[code]) for code in free]}
    return render(request, "trials/admin/example_copy.html", context)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what it means first."""
    row = edited(request, pk)
    if request.method == "POST":
        retire_example(example=row)
        messages.success(request, _("“%(title)s” is retired. You find it in the list under “Retired”.") % {"title": row})
        return redirect("examples")
    return render(request, "trials/admin/example_retire.html", example_frame(request, row, _("Retire the example")))


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = edited(request, pk)
    bring_back_example(example=row)
    messages.success(request, _("“%(title)s” is back.") % {"title": row})
    return redirect("example", row.pk)


def seen(request: HttpRequest, pk: int) -> Example:
    return get_object_or_404(examples_seen_by(request.user).select_related("course", "assignment__lesson__course").with_version(), pk=pk)


def edited(request: HttpRequest, pk: int) -> Example:
    return get_object_or_404(examples_edited_by(request.user).select_related("course", "assignment__lesson__course").with_version(), pk=pk)


def asked_of(row: Example) -> Asked | None:
    return asked_by(row.assignment, row.language)


def examples_frame(title: str) -> dict[str, Any]:
    above = [] if title == _("Prepared examples") else [(reverse("examples"), _("Prepared examples"))]
    return {**frame(title, *above), "header_icon": "form"}


def example_frame(request: HttpRequest, row: Example, title: str = "") -> dict[str, Any]:
    return {**examples_frame(title or str(row)), "example": row, "language": NAMES.get(row.language, row.language)}


def _sent(request: HttpRequest) -> Any:
    """What was sent, after the button that was pressed."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    return rearranged(data, data["do"]) if data.get("do") else data


def _silence(form: Any) -> None:
    """After a button that only moved rows nothing is wrong yet."""
    form._errors = ErrorDict()
    for rows in getattr(form, "rows", {}).values():
        rows.errors = []
        for row in rows.all:
            _silence(row)
