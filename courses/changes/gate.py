"""Where a lesson could go live without anybody having seen whom it touches. What runs by itself (the hour that was set, a folder that is
read in) takes the proposal as it stands; what a person does waits for that person."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.pages.going_live import Publication, Refusal
from courses.catalogue.models import LessonPage

from .pending import Pending, pending


def waiting(page: Any) -> Pending | None:
    """What publishing the latest draft of this page would change, where that waits for a yes."""
    page = page.specific
    found = pending(page) if isinstance(page, LessonPage) else None
    return found if found and found.waits_for_yes else None


def is_it_looked_at(wanted: Publication) -> Refusal | None:
    if waiting(wanted.page) is None:
        return None
    words = _("“%(page)s” is saved and not published yet: its structure changes, and people are at work on it. See whom it touches first.")
    said = words % {"page": wanted.page.get_admin_display_title()}
    return Refusal(said, reverse("lesson_changes", args=[wanted.page.pk]), messages.WARNING)
