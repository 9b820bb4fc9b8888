"""The workflow that this site brings along. Its names are rows of Wagtail's, which have one language: they are said in the reader's. So are
those in the history, which Wagtail writes in the language of whoever acted."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

WORKFLOW = gettext_noop("Second reading and publishing")
CHECKS = gettext_noop("Checks by the site")
READING = gettext_noop("Second reading")
PUBLISHING = gettext_noop("Publishing")
OURS = (WORKFLOW, CHECKS, READING, PUBLISHING)


def say_in_readers_language(row: Any) -> None:
    """A name that an administrator chose stays as it is."""
    kept = row.__dict__.get("name")
    if kept in OURS:
        row.kept_name = kept
        row.name = row.said_name = gettext(kept)


def keep(row: Any) -> None:
    """Before it is saved: what was only said goes back to what is kept."""
    kept = row.__dict__.get("kept_name")
    if kept and row.name == row.said_name:
        row.name = kept


def say_history_in_readers_language(entry: Any) -> None:
    data = entry.__dict__.get("data")  # may be deferred
    if isinstance(data, dict) and isinstance(data.get("workflow"), dict):
        entry.data = data | {"workflow": _said(data["workflow"])}


def _said(step: dict[str, Any]) -> dict[str, Any]:
    """With the titles of the steps in it."""
    found = {name: _said(value) if isinstance(value, dict) else value for name, value in step.items()}
    ours = _in_any_language().get(found.get("title"))
    return found | {"title": gettext(ours)} if ours else found


@cache
def _in_any_language() -> dict[Any, str]:
    found: dict[Any, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found |= {gettext(name): name for name in OURS}
    return found
