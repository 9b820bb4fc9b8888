"""Rubrics in the back office: the list, the form, the pages of one rubric."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.quizzes.editors import edits_somewhere, reads_somewhere
from courses.quizzes.question_forms.rows import rearranged
from courses.quizzes.views.reports import frame
from lms.core.saving.meanwhile import BASE, ChangedMeanwhile, base_in, said_of

from ..actions.rubrics import add_rubric, bring_back_rubric, duplicate_rubric, retire_rubric, write_version
from ..models import Rubric
from ..rubric_editors import rubrics_edited_by, rubrics_seen_by
from ..rubric_form import AboutForm, RubricForm, short
from ..rubric_listing import criteria_words, having_words, whose_words
from ..rubric_shown import rubric_html, spoken
from ..rubric_staleness import stale_languages
from ..rubric_usage import rounds_read_by, use_counts, uses_of

PER_PAGE = 50
NAMES = dict(settings.LANGUAGES)


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words or short name"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All but retired ones")), ("retired", gettext_lazy("Retired"))],
        required=False,
    )

    def filter(self, rubrics):
        """A value that is no choice filters nothing."""
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        rubrics = rubrics.filter(retired_at__isnull=asked.get("state") != "retired")
        return having_words(rubrics, asked["q"]) if asked.get("q") else rubrics


@require_GET
def rubrics(request: HttpRequest) -> HttpResponse:
    if not reads_somewhere(request.user):
        raise PermissionDenied
    filters = FilterForm(request.GET)
    found = filters.filter(rubrics_seen_by(request.user)).select_related("owner", "course").order_by("slug", "pk").with_version()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = list(page)
    uses = use_counts(rows)
    context = {
        **rubrics_frame(_("Rubrics")),
        "filters": filters,
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
        "page": page,
        "rows": [_row(one, uses[one.pk]) for one in rows],
        "may_edit": edits_somewhere(request.user),
    }
    return render(request, "mentorship/admin/rubrics.html", context)


def _row(rubric: Rubric, uses: int) -> dict[str, Any]:
    version = rubric.version
    return {
        "rubric": rubric,
        "criteria": criteria_words(rubric),
        "whose": whose_words(rubric),
        "languages": ", ".join([version.language, *sorted(version.translations)]) if version else "",
        "stale": ", ".join(stale_languages(rubric)),
        "uses": uses,
    }


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if not edits_somewhere(request.user):
        raise PermissionDenied
    data = _sent(request)
    form = RubricForm(data)
    about = AboutForm(data, person=request.user, initial={"language": request.LANGUAGE_CODE})
    if data is not None and not _is_deed(request) and all([form.is_valid(), about.is_valid()]):
        values = about.cleaned_data
        rubric = add_rubric(
            slug=about.slug_for(form.made.title),
            definition=form.made,
            language=values["language"],
            owner=values["owner"],
            course=values["course"],
            by=request.user,
        )
        messages.success(request, _("The rubric is kept. This is how learners and mentors read it."))
        return redirect("rubric_look", rubric.pk)
    return _form_page(request, rubrics_frame(_("Add a rubric")), form, about)


@require_http_methods(["GET", "POST"])
def rubric(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may only look is led to what can be looked at."""
    if request.method == "GET" and not rubrics_edited_by(request.user).filter(pk=pk).exists():
        return redirect("rubric_look", seen(request, pk).pk)
    row = edited(request, pk)
    before = row.version
    data = _sent(request)
    form = RubricForm(data, definition=before.in_words(before.language))
    context = {**rubric_frame(request, row, "rubric"), BASE: before.number if data is None else base_in(data)}
    if data is not None and not _is_deed(request) and form.is_valid():
        try:
            _write(request, row, form, base_in(data))
            return redirect("rubric_look", row.pk)
        except ChangedMeanwhile as changed:
            context |= {BASE: changed.current.number, "meanwhile": said_of(changed, reverse("rubric_look", args=[row.pk]))}
    return _form_page(request, context, form, None)


def _write(request: HttpRequest, row: Rubric, form: RubricForm, base: int | None) -> None:
    """Raises ChangedMeanwhile."""
    before = row.version
    version = write_version(
        rubric=row, definition=form.made, language=before.language, translations=before.translations, by=request.user, base=base
    )
    if version.pk == before.pk:
        messages.success(request, _("Saved. The rubric says the same as before."))
        return
    words = _("Version %(number)d is kept. Work that was handed in keeps the one it was handed in with.")
    messages.success(request, words % {"number": version.number})


@require_GET
def look(request: HttpRequest, pk: int) -> HttpResponse:
    row = seen(request, pk)
    version = row.version
    codes = [version.language, *sorted(version.translations)]
    wanted = request.GET.get("language", "")
    shown = spoken(version, wanted if wanted in codes else request.LANGUAGE_CODE)
    context = {
        **rubric_frame(request, row, "rubric_look"),
        "html": rubric_html(shown.words, language=shown.language, heading=2),
        "shown": shown,
        "codes": [(code, NAMES[code]) for code in codes],
        "most": _("Points that can be reached: %(points)s") % {"points": short(shown.words.most)},
    }
    return render(request, "mentorship/admin/rubric_look.html", context)


@require_GET
def usage(request: HttpRequest, pk: int) -> HttpResponse:
    row = seen(request, pk)
    context = {
        **rubric_frame(request, row, "rubric_usage"),
        "uses": uses_of(row, request.LANGUAGE_CODE),
        "rounds": rounds_read_by(row),
        "versions": row.versions.select_related("created_by"),
    }
    return render(request, "mentorship/admin/rubric_usage.html", context)


@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Also of one that may only be looked at: the copy is the person's own to change."""
    row = seen(request, pk)
    if not edits_somewhere(request.user):
        raise PermissionDenied
    version = row.version
    title = _("%(title)s (copy)") % {"title": version.in_words(version.language).title[:190]}
    data = request.POST if request.method == "POST" else None
    about = AboutForm(data, person=request.user, initial={"owner": row.owner_id, "course": row.course_id, "language": version.language})
    del about.fields["language"]
    if data is not None and about.is_valid():
        whose = {"owner": about.cleaned_data["owner"], "course": about.cleaned_data["course"]}
        copy = duplicate_rubric(rubric=row, slug=about.slug_for(title), title=title, by=request.user, **whose)
        messages.success(request, _("This is the copy: a rubric of its own."))
        return redirect("rubric", copy.pk)
    context = {**rubric_frame(request, row, "", _("Make a copy")), "about": about}
    return render(request, "mentorship/admin/rubric_duplicate.html", context)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what it means first."""
    row = edited(request, pk)
    if request.method == "POST":
        retire_rubric(rubric=row)
        messages.success(request, _("“%(title)s” is retired. You find it in the list under “Retired”.") % {"title": row})
        return redirect("rubrics")
    context = {**rubric_frame(request, row, "", _("Retire the rubric")), "uses": len(uses_of(row, request.LANGUAGE_CODE))}
    return render(request, "mentorship/admin/rubric_retire.html", context)


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = edited(request, pk)
    bring_back_rubric(rubric=row)
    messages.success(request, _("“%(title)s” is back: it can be chosen again.") % {"title": row})
    return redirect("rubric", row.pk)


def seen(request: HttpRequest, pk: int) -> Rubric:
    return get_object_or_404(rubrics_seen_by(request.user).filter(versions__is_current=True).with_version(), pk=pk)


def edited(request: HttpRequest, pk: int) -> Rubric:
    return get_object_or_404(rubrics_edited_by(request.user).filter(versions__is_current=True).with_version(), pk=pk)


def rubrics_frame(title: str) -> dict[str, Any]:
    above = [] if title == _("Rubrics") else [(reverse("rubrics"), _("Rubrics"))]
    return {**frame(title, *above), "header_icon": "list-ol"}


def rubric_frame(request: HttpRequest, row: Rubric, here: str, title: str = "") -> dict[str, Any]:
    """`here` is the tab that is open."""
    edits = rubrics_edited_by(request.user).filter(pk=row.pk).exists()
    tabs = [
        ("rubric", _("Rubric"), edits),
        ("rubric_languages", _("Languages"), edits),
        ("rubric_look", _("As it is read"), True),
        ("rubric_usage", _("Where used"), True),
    ]
    return {
        **rubrics_frame(title or str(row)),
        "rubric": row,
        "may_edit": edits,
        "may_copy": edits_somewhere(request.user),
        "tabs": [
            {"url": reverse(name, args=[row.pk]), "label": label, "is_here": name == here} for name, label, is_there in tabs if is_there
        ],
    }


def _sent(request: HttpRequest) -> Any:
    """What was sent, after the button that was pressed."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    return rearranged(data, data["do"]) if data.get("do") else data


def _is_deed(request: HttpRequest) -> bool:
    """Whether the button only changed the form."""
    return bool(request.POST.get("do"))


def _form_page(request: HttpRequest, context: dict[str, Any], form: RubricForm, about: AboutForm | None) -> HttpResponse:
    is_refused = request.method == "POST" and not _is_deed(request)
    if request.method == "POST" and not is_refused:
        for one in filter(None, [form, about]):
            _silence(one)
    context = {**context, "form": form, "about": about, "is_refused": is_refused}
    status = 409 if "meanwhile" in context else 422 if is_refused else 200
    return render(request, "mentorship/admin/rubric.html", context, status=status)


def _silence(form: Any) -> None:
    """After a button that only moved rows nothing is wrong yet."""
    form._errors = ErrorDict()
    for rows in getattr(form, "rows", {}).values():
        rows.errors = []
        for row in rows.all:
            _silence(row)
