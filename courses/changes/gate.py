"""Where a lesson could go live without anybody having seen whom it touches. What runs by itself (the hour that was set, a folder that is
read in) takes the proposal as it stands; what a person does waits for that person."""

from typing import Any

from courses.catalogue.models import LessonPage

from .pending import Pending, pending


def waiting(page: Any) -> Pending | None:
    """What publishing the latest draft of this page would change, where that waits for a yes."""
    page = page.specific
    found = pending(page) if isinstance(page, LessonPage) else None
    return found if found and found.waits_for_yes else None
