"""The glossary of terms that translators see beside a text."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..at_once import hold
from ..models import Term
from ..rules import may_change_terms, translates_somewhere
from ..terms_form import TermForm
from .table import table_frame


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    if not translates_somewhere(request.user):
        raise PermissionDenied
    asked = request.GET.get("q", "").strip()
    rows = [(term, [(code, term.words.get(code, "")) for code, _name in settings.LANGUAGES]) for term in _having(asked)]
    context = {
        **table_frame(_("Terms"), (reverse("translations"), _("Translations"))),
        "rows": rows,
        "asked": asked,
        "languages": settings.LANGUAGES,
        "may_change": may_change_terms(request.user),
    }
    return render(request, "translations/admin/terms.html", context)


def _having(words: str) -> list[Term]:
    found = sorted(Term.objects.all(), key=lambda term: str(term).casefold())
    return [term for term in found if words.casefold() in " ".join(term.words.values()).casefold()]


@require_http_methods(["GET", "POST"])
@transaction.atomic
def term(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    _allow(request)
    if pk and request.method == "POST":
        hold(Term, pk)
    row = get_object_or_404(Term, pk=pk) if pk else Term()
    form = TermForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("The term is saved."))
        return redirect("translation_terms")
    title = str(row) if pk else _("Add a term")
    above = (reverse("translations"), _("Translations")), (reverse("translation_terms"), _("Terms"))
    context = {**table_frame(title, *above), "form": form, "row": row}
    return render(request, "translations/admin/term.html", context, status=form.status())


@require_POST
def remove_term(request: HttpRequest, pk: int) -> HttpResponse:
    _allow(request)
    get_object_or_404(Term, pk=pk).delete()
    messages.success(request, _("The term is removed."))
    return redirect("translation_terms")


def _allow(request: HttpRequest) -> None:
    if not may_change_terms(request.user):
        raise PermissionDenied
