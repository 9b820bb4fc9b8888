"""The table: what is translated into which language, and what is next."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from ..rules import may_change_terms
from ..sections import Row, Section, narrowed, sections_of, totals
from ..states import TO_DO, State

PER_PAGE = 100
NAMES = dict(settings.LANGUAGES)


class FilterForm(forms.Form):
    """A value that is no choice filters nothing."""

    what = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    q = forms.CharField(label=gettext_lazy("Words in the title"), required=False)

    def __init__(self, data: QueryDict, *, sections: list[Section], groups: list[str]):
        super().__init__(data)
        self.fields["what"].choices = [(one.key, one.label) for one in sections]
        self.fields["course"].choices = [("", _("All courses")), *((one, one) for one in groups)]
        self.fields["language"].choices = [("", _("All languages")), *settings.LANGUAGES]
        self.fields["state"].choices = [("", _("All states")), *((one.value, one.label) for one in State)]
        if not groups:
            del self.fields["course"]

    def asked(self, name: str) -> str:
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get(name) or ""


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    sections = _sections(request)
    section = next((one for one in sections if one.key == request.GET.get("what")), sections[0])
    every = section.rows(request.user)
    form = FilterForm(request.GET, sections=sections, groups=list(dict.fromkeys(row.group for row in every if row.group)))
    language, state = form.asked("language"), form.asked("state")
    rows = narrowed(every, group=form.asked("course"), language=language, state=state, words=form.asked("q"))
    codes = [language] if language else list(NAMES)
    sums = totals(rows, codes)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **table_frame(_("Translations")),
        "sections": [(one, one is section) for one in sections],
        "form": form,
        "is_filtered": any(form.asked(name) for name in form.fields if name != "what"),
        "section": section,
        "page": page,
        "query": _query(request),
        "languages": [_head(section, code, rows, sums) for code in codes],
        "rows": [{"row": row, "cells": [(code, NAMES[code], row.cells.get(code)) for code in codes]} for row in page],
        "may_change_terms": may_change_terms(request.user),
    }
    return render(request, "translations/admin/table.html", context)


def _head(section: Section, code: str, rows: list[Row], sums: dict[str, Any]) -> dict[str, Any]:
    counts = sums[code]
    words = ngettext("%(done)s of %(total)s text", "%(done)s of %(total)s texts", counts.total)
    return {
        "code": code,
        "name": NAMES[code],
        "counts": words % {"done": counts.done, "total": counts.total} if counts.total else "",
        "next_url": f"{reverse('translations_next', args=[code])}?what={section.key}" if _to_do(rows, code) else "",
        "to_do": len(_to_do(rows, code)),
    }


def _to_do(rows: list[Row], code: str) -> list[Row]:
    return [row for row in rows if code in row.cells and row.cells[code].state in TO_DO]


@require_GET
def next_in(request: HttpRequest, code: str) -> HttpResponse:
    """What is next in a language: first what readers see wrongly, then what somebody has begun, then what nobody has; each in the order
    of the table."""
    if code not in NAMES:
        raise Http404
    sections = _sections(request)
    asked = [one for one in sections if one.key == request.GET.get("what")]
    for section in asked or sections:
        rows = _to_do(section.rows(request.user), code)
        for row in sorted(rows, key=lambda one: TO_DO.index(one.cells[code].state)):
            return redirect(row.cells[code].url)
    messages.success(request, _("Everything is translated into this language: %(language)s.") % {"language": NAMES[code]})
    return redirect("translations")


def _sections(request: HttpRequest) -> list[Section]:
    sections = sections_of(request.user)
    if not sections:
        raise PermissionDenied
    return sections


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


def table_frame(title: str, *above: tuple[str, str]) -> dict[str, Any]:
    """What Wagtail's page asks for."""
    places = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, *({"url": url, "label": label} for url, label in above)]
    return {"header_title": title, "page_title": title, "header_icon": "globe", "breadcrumbs_items": [*places, {"url": "", "label": title}]}
