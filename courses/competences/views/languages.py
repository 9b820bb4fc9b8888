"""A framework in other languages."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cms.translations.at_once import hold

from ..actions.frameworks import write_competence, write_framework
from ..models import Competence, Framework
from ..translation_form import TranslationForm, parts_of
from .frame import edited, framework_frame

NAMES = dict(settings.LANGUAGES)


@require_GET
def languages(request: HttpRequest, pk: int) -> HttpResponse:
    row = edited(request, pk)
    rows = []
    for code, name in settings.LANGUAGES:
        if code != row.language:
            parts = parts_of(row, code)
            numbers = {"done": sum(one.done for one in parts), "total": sum(len(one.texts) for one in parts)}
            rows.append({"code": code, "name": name, **numbers, "behind": sum(1 for one in parts if one.is_behind)})
    context = {**framework_frame(request, row, "framework_languages"), "rows": rows, "source": NAMES[row.language]}
    return render(request, "competences/admin/languages.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def language(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    if request.method == "POST":
        hold(Framework, pk)
    row = edited(request, pk)
    if code not in NAMES or code == row.language:
        raise Http404
    form = TranslationForm(request.POST if request.method == "POST" else None, parts=parts_of(row, code), language=code)
    if form.is_valid():
        for part, texts, is_current in form.changed():
            if isinstance(part.row, Competence):
                write_competence(competence=part.row, texts=texts, language=code, is_current=is_current)
            else:
                write_framework(framework=part.row, texts=texts, language=code, is_current=is_current)
        messages.success(request, _("%(language)s is saved.") % {"language": NAMES[code]})
        return redirect("framework_languages", row.pk)
    form.bring_help(row.language, stale=form.stale())
    context = {
        **framework_frame(request, row, "framework_languages"),
        "form": form,
        "code": code,
        "language": NAMES[code],
        "source_code": row.language,
        "source_language": NAMES[row.language],
    }
    return render(request, "competences/admin/language.html", context, status=form.status())
