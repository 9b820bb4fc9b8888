"""Questions from files and into files. A file is read to a table first; nothing is written before somebody has seen it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from ...editors import banks_seen_by, categories_edited_by, categories_seen_by, edits_somewhere, questions_seen_by, reads_somewhere
from ...exporting import reads_of
from ...formats import FORMATS, detect
from ...formats.base import MAX_BYTES, too_big
from ...importing import Fate, Plan, apply_import, plan_import
from ...models import Category, QuestionBank, QuestionUpload
from ...models.bank import SEPARATOR
from ...uploads import remove
from .pages import list_frame

DETECT = ""


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("Moodle XML, GIFT, Aiken, or a QTI package; up to 20 MB."))
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.none(),
        help_text=gettext_lazy(
            "The categories of the file are made below it. A question with an id that the bank has is changed, not added."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the questions"), choices=settings.LANGUAGES)
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)

    def __init__(self, *args: Any, person, **kwargs: Any):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["category"].queryset = categories_edited_by(person).select_related("bank").order_by("bank__name", "path")
        self.fields["category"].label_from_instance = lambda category: f"{category.bank}: {category.path}"
        self.fields["format"].choices = [
            (DETECT, _("As the file looks")),
            *((key, each.name) for key, each in FORMATS.items()),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        file = values.get("file")
        if file and file.size > MAX_BYTES:
            self.add_error("file", str(too_big(file.size)))
        elif file:
            values["data"] = file.read()
            kind = FORMATS.get(values.get("format", "")) or detect(values["data"], file.name)
            if kind is None:
                self.add_error("file", _("This file is in none of the formats that can be read here. Choose the format if you know it."))
            else:
                values["kind"] = kind
        return values


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    if not edits_somewhere(request.user):
        raise PermissionDenied
    initial = {"language": request.LANGUAGE_CODE, "category": request.GET.get("category")}
    form = (
        ImportForm(request.POST, request.FILES, person=request.user)
        if request.method == "POST"
        else ImportForm(person=request.user, initial=initial)
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        upload = QuestionUpload(
            person=request.user,
            category=asked["category"],
            language=asked["language"],
            format=asked["kind"].key,
            name=(get_valid_filename(asked["file"].name) or "file")[-200:],
        )
        upload.file.save("file", ContentFile(asked["data"]), save=False)
        upload.save()
        return redirect("question_import_plan", upload.pk)
    return render(request, "quizzes/admin/import.html", {**list_frame(_("Questions from a file")), "form": form})


@require_http_methods(["GET", "POST"])
def import_plan(request: HttpRequest, pk) -> HttpResponse:
    """The dry run as a table; "apply" does exactly that."""
    upload = get_object_or_404(QuestionUpload.objects.of(request.user).filter(category__in=categories_edited_by(request.user)), pk=pk)
    if request.method == "POST" and "drop" in request.POST:
        remove(upload)
        messages.success(request, _("Nothing was taken in. The file is removed."))
        return redirect("questions")
    plan = _plan(upload)
    if request.method == "POST":
        plan = apply_import(plan=plan, by=request.user)
        remove(upload)
        count = plan.count(Fate.NEW) + plan.count(Fate.CHANGED)
        messages.success(
            request, ngettext("%(count)d question is taken in.", "%(count)d questions are taken in.", count) % {"count": count}
        )
        return redirect("questions")
    words = {
        Fate.NEW: _("New"),
        Fate.CHANGED: _("Changed: a new version"),
        Fate.SAME: _("As before: nothing to do"),
        Fate.REFUSED: _("Not taken"),
    }
    context = {
        **list_frame(_("What is in the file")),
        "upload": upload,
        "format": FORMATS[upload.format].name,
        "rows": [{"row": row, "words": words[row.fate], "problems": [str(problem) for problem in row.problems]} for row in plan.rows],
        "warnings": [str(problem) for problem in plan.warnings],
        "counts": [(words[fate], plan.count(fate)) for fate in Fate if plan.count(fate)],
        "to_do": plan.count(Fate.NEW) + plan.count(Fate.CHANGED),
    }
    return render(request, "quizzes/admin/import_plan.html", context)


def _plan(upload: QuestionUpload) -> Plan:
    with upload.file.open("rb") as file:
        data = file.read()
    reading = FORMATS[upload.format].read(data, upload.name)
    names = tuple(upload.category.path.split(SEPARATOR))
    return plan_import(reading=reading, bank=upload.category.bank, language=upload.language, category=names)


class ExportForm(forms.Form):
    bank = forms.ModelChoiceField(label=gettext_lazy("Question bank"), queryset=QuestionBank.objects.none())
    category = forms.ModelChoiceField(
        label=gettext_lazy("Only the category, with those below it"), queryset=Category.objects.none(), required=False
    )
    format = forms.ChoiceField(label=gettext_lazy("Format"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("Each in its own")), *settings.LANGUAGES],
        required=False,
        help_text=gettext_lazy("A file holds one language. What is not translated stays in its own."),
    )

    def __init__(self, *args: Any, person, **kwargs: Any):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["bank"].queryset = banks_seen_by(person)
        self.fields["category"].queryset = categories_seen_by(person).select_related("bank").order_by("bank__name", "path")
        self.fields["category"].label_from_instance = lambda category: f"{category.bank}: {category.path}"
        self.fields["category"].empty_label = _("The whole bank")
        self.fields["format"].choices = [(key, each.name) for key, each in FORMATS.items() if _is_written(each)]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        category, bank = values.get("category"), values.get("bank")
        if category and bank and category.bank_id != bank.pk:
            self.add_error("category", _("This category is in another bank."))
        return values


def _is_written(kind) -> bool:
    try:
        kind.write([])
    except NotImplementedError:
        return False
    return True


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """First what the format cannot hold, then the file."""
    if not reads_somewhere(request.user):
        raise PermissionDenied
    is_asked = "format" in request.GET
    form = ExportForm(request.GET if is_asked else None, person=request.user)
    context: dict[str, Any] = {**list_frame(_("Questions into a file")), "form": form}
    if is_asked and form.is_valid():
        asked = form.cleaned_data
        kind = FORMATS[asked["format"]]
        questions = questions_seen_by(request.user).live().filter(bank=asked["bank"])
        if asked["category"]:
            questions = questions.within(asked["category"])
        reads = list(reads_of(questions, asked["language"] or None))
        written = kind.write(reads)
        if "download" in request.GET:
            return _download(written.data, f"{asked['bank'].name}.{kind.extensions[0]}")
        left_out = sum(problem.severity == "error" for problem in written.problems)
        context |= {
            "written": written,
            "problems": [str(problem) for problem in written.problems],
            "total": len(reads),
            "count": len(reads) - left_out,
            "query": request.GET.urlencode(),
        }
    return render(request, "quizzes/admin/export.html", context)


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
