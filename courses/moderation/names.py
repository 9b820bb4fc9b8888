"""The workflow that this site brings along. Its names are rows of Wagtail's, which have one language: they are said in the reader's."""

from typing import Any

from django.utils.translation import gettext, gettext_noop

WORKFLOW = gettext_noop("Second reading and publishing")
CHECKS = gettext_noop("Checks by the site")
READING = gettext_noop("Second reading")
PUBLISHING = gettext_noop("Publishing")
OURS = (WORKFLOW, CHECKS, READING, PUBLISHING)


def say_in_readers_language(row: Any) -> None:
    """A name that an administrator chose stays as it is."""
    kept = row.__dict__.get("name")
    if kept in OURS:
        row.kept_name, row.name = kept, gettext(kept)


def keep(row: Any) -> None:
    """Before it is saved: what was only said goes back to what is kept."""
    kept = row.__dict__.get("kept_name")
    if kept and row.name == gettext(kept):
        row.name = kept
