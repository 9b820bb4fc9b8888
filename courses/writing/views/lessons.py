"""The draft of a lesson that the person may edit, and what its pages have in common."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from courses.catalogue.models import LessonPage


def lesson_of(request: HttpRequest, page_id: int) -> LessonPage:
    page = get_object_or_404(LessonPage, pk=page_id, alias_of=None)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page


def frame(lesson: LessonPage, title: str) -> dict[str, Any]:
    parent = lesson.get_parent()
    return {
        "page": lesson,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        "page_title": title,
        "page_subtitle": lesson.get_admin_display_title(),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.get_admin_display_title()},
            {"url": reverse("wagtailadmin_pages:edit", args=[lesson.pk]), "label": lesson.get_admin_display_title()},
            {"url": "", "label": title},
        ],
    }
