"""Course folders in the back office: sent as a .zip, read to a table, imported."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from courses.catalogue.models import CoursePage
from lms.network.models import Organisation

from ...folder.reasons import from_data
from ...importing import OnConflict
from ...models import FolderImport
from .. import folders
from ..archives import NotAFolderError
from ..folders import begin_import, drop_folder, send_folder
from ..frame import frame
from ..rules import edits_the_site
from ..stillness import numbers_of, state_of, words_of, words_of_failed, words_of_held, words_of_progress

State = FolderImport.State


class FolderForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Course folder (.zip)"),
        help_text=gettext_lazy("Up to 100 MB. It is read first; nothing changes before you have seen what would happen."),
    )


class ImportForm(forms.Form):
    owner = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=Organisation.objects.all(), required=False)
    on_conflict = forms.ChoiceField(
        label=gettext_lazy("Pages that were edited on the site since"),
        choices=[
            (OnConflict.OURS.value, gettext_lazy("Leave them as they are on the site")),
            (OnConflict.THEIRS.value, gettext_lazy("Take the text of the folder")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["on_conflict"]


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    _only_editors_of_the_site(request)
    form = FolderForm(request.POST, request.FILES) if request.method == "POST" else FolderForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = send_folder(file=form.cleaned_data["file"], by=request.user)
            return redirect("folder_import", made.uid)
        except NotAFolderError as error:
            form.add_error("file", str(error.reason))
    context = {
        **frame(_("Import a course folder"), (reverse("course_boards"), _("Courses"))),
        "form": form,
        "sent": FolderImport.objects.select_related("created_by")[:20],
    }
    return render(request, "authoring/send_folder.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def folder_import(request: HttpRequest, uid: str) -> HttpResponse:
    """How far it is, what it would do, what it did. A POST imports it, lets it go on, tries it again, or removes it."""
    one = _import(request, uid)
    if request.method == "POST" and "drop" in request.POST:
        if drop_folder(one=one):
            return redirect("send_folder")
        messages.warning(request, words_of_held())
        return redirect("folder_import", one.uid)
    if request.method == "POST" and "go_on" in request.POST:
        if not folders.go_on(one=one) and one.state in FolderImport.UNDER_WAY:
            messages.warning(request, words_of_held())
        return redirect("folder_import", one.uid)
    if request.method == "POST" and "try_again" in request.POST:
        folders.try_again(one=one)
        return redirect("folder_import", one.uid)
    is_still = folders.stands_still(one)
    edited = one.report.get("edited", [])
    form = ImportForm(request.POST if request.method == "POST" else None, asks=bool(edited))
    if request.method == "POST" and form.is_valid():
        on_conflict = OnConflict(form.cleaned_data.get("on_conflict", OnConflict.REFUSE.value))
        begin_import(one=one, on_conflict=on_conflict, owner=form.cleaned_data["owner"])
        return redirect("folder_import", one.uid)
    pages = CoursePage.objects.filter(translation_key=one.report.get("course") or None, alias_of=None).order_by("pk")
    context = {
        **frame(one.name, (reverse("send_folder"), _("Import a course folder"))),
        "one": one,
        "form": form,
        "is_under_way": one.state in FolderImport.UNDER_WAY,
        "is_failed": one.state == State.FAILED,
        "is_still": is_still,
        "shown_state": state_of(one, is_still=is_still),
        "may_drop": one.state != State.IMPORTING and (is_still or one.state != State.READING),
        "is_read": one.state == State.READ,
        "is_done": one.state == State.DONE,
        "words": _words(one),
        "numbers": numbers_of(one),
        "edited": [from_data(page) for page in edited],
        "kept": [from_data(page) for page in one.report.get("kept", [])],
        "mistakes": _by_file(one.report.get("mistakes", [])),
        "notes": _by_file(one.report.get("notes", [])),
        "more": one.report.get("more", 0),
        "page": pages.first() if one.state == State.DONE else None,
        "rows": _rows(one.report),
    }
    return render(request, "authoring/folder_import.html", context)


@never_cache
@require_GET
def progress(request: HttpRequest, uid: str) -> JsonResponse:
    """For the page's script."""
    one = _import(request, uid)
    state = state_of(one, is_still=folders.stands_still(one))
    return JsonResponse({"state": state, "words": _words(one), **numbers_of(one)})


def _by_file(told: list[tuple[str, int, Any]]) -> list[tuple[str, list[tuple[int, SafeString]]]]:
    """In the language of whoever looks."""
    files = groupby(told, key=lambda one: one[0])
    return [(path, [(line, _marked(str(from_data(reason)))) for _path, line, reason in found]) for path, found in files]


def _marked(text: str) -> SafeString:
    """What stands between backticks is what somebody typed, or has to type."""
    parts = text.split("`") if text.count("`") % 2 == 0 else [text]
    return format_html_join("", "{}", ((format_html("<code>{}</code>", part) if place % 2 else part,) for place, part in enumerate(parts)))


def _rows(report: dict[str, Any]) -> list[tuple[str, list[int]]]:
    names = [("pages", _("Pages")), ("questions", _("Questions")), ("rubrics", _("Rubrics")), ("examples", _("Prepared examples"))]
    return [(words, report[name]) for name, words in names if sum(report.get(name, []))]


def _words(one: FolderImport) -> str:
    what_is_safe = _("Nothing has changed on the site, and the file is kept.")
    if one.state == State.FAILED:
        return words_of_failed(one, what_is_safe)
    if folders.stands_still(one):
        return words_of(one, what_is_safe)
    is_dry = one.state == State.READING
    return words_of_progress(one, _("%(done)d of %(total)d pages are read.") if is_dry else _("%(done)d of %(total)d pages are imported."))


def _import(request: HttpRequest, uid: str) -> FolderImport:
    _only_editors_of_the_site(request)
    return get_object_or_404(FolderImport, uid=uid)


def _only_editors_of_the_site(request: HttpRequest) -> None:
    if not edits_the_site(request.user):
        raise PermissionDenied
