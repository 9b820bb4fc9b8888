"""What Wagtail's page asks for, on pages about competences."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ..editors import competences_edited_by, frameworks_edited_by, frameworks_seen_by
from ..models import Competence, Framework
from ..wording import titles_of, words_of


def frame(title: str, *above: tuple[str, str]) -> dict[str, Any]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    places = [home, *({"url": url, "label": label} for url, label in above), {"url": "", "label": title}]
    return {"header_title": title, "page_title": title, "header_icon": "list-ul", "breadcrumbs_items": places}


def frameworks_frame(title: str = "") -> dict[str, Any]:
    name = _("Competences")
    return frame(title, (reverse("frameworks"), name)) if title else frame(name)


def framework_frame(request: HttpRequest, row: Framework, here: str, title: str = "") -> dict[str, Any]:
    """`here` is the tab that is open; `title` that of a page below the framework."""
    called = titles_of([row], request.LANGUAGE_CODE)[row.pk].text
    above = [(reverse("frameworks"), _("Competences"))] + ([(reverse("framework", args=[row.pk]), called)] if title else [])
    edits = frameworks_edited_by(request.user).filter(pk=row.pk).exists()
    tabs = [
        ("framework", _("Competences"), True),
        ("framework_about", _("Title and purpose"), edits),
        ("framework_languages", _("Languages"), edits),
    ]
    return {
        **frame(title or called, *above),
        "framework": row,
        "may_edit": edits,
        "tabs": [
            {"url": reverse(name, args=[row.pk]), "label": label, "is_here": name == here} for name, label, is_there in tabs if is_there
        ],
    }


def competence_frame(request: HttpRequest, row: Competence, here: str, has_levels: bool) -> dict[str, Any]:
    called = words_of([row], request.LANGUAGE_CODE)[row.pk].title.text
    tabs = [("competence", _("Words")), *([("competence_practised", _("What practises it"))] if has_levels else [])]
    return {
        **framework_frame(request, row.framework, "", called),
        "competence": row,
        "tabs": [{"url": reverse(name, args=[row.pk]), "label": label, "is_here": name == here} for name, label in tabs],
    }


def seen(request: HttpRequest, pk: int) -> Framework:
    return get_object_or_404(frameworks_seen_by(request.user).select_related("owner"), pk=pk)


def edited(request: HttpRequest, pk: int) -> Framework:
    return get_object_or_404(frameworks_edited_by(request.user).select_related("owner"), pk=pk)


def competence_edited(request: HttpRequest, pk: int) -> Competence:
    return get_object_or_404(competences_edited_by(request.user).select_related("framework", "parent"), pk=pk)
