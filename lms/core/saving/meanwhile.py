"""Somebody sends a form that was made from one version, and another has saved a later one: questions, rubrics, certificate templates.
Nothing is written over unseen; sent once more, what was typed takes the other's place."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

BASE = "base"  # the field of a form that says which version it goes on from


class ChangedMeanwhile(Exception):
    """`current` is the version that is there now."""

    def __init__(self, current: Any):
        super().__init__(current)
        self.current = current


def base_in(sent: Mapping[str, Any]) -> int | None:
    """None of a form that does not say it."""
    number = str(sent.get(BASE, ""))
    return int(number) if number.isdecimal() and len(number) < 10 else None


def has_moved_on(current: Any, versions: QuerySet[Any], base: int | None) -> bool:
    """Whether more than translations has changed since the version of that number."""
    if base is None or current is None or current.number == base:
        return False
    before = versions.filter(number=base).first()
    return before is None or (before.language, before.definition) != (current.language, current.definition)


def said_of(changed: ChangedMeanwhile, url: str) -> dict[str, str]:
    """For the page that shows the form again."""
    words = _("%(name)s has saved version %(number)d meanwhile. Yours is on this page, not saved yet: save again, and it takes its place.")
    return {"words": words % {"name": changed.current.created_by or _("Somebody"), "number": changed.current.number}, "url": url}
