"""What of a published page stands in the course's source language, because nobody has translated it yet. The version keeps it, so that no
reader's page asks."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from wagtail.models import Page

from cms.translations.untranslated import Untranslated, untranslated

NOTHING = Untranslated()


def foreign_content(page: Page) -> dict[str, Any]:
    """For the content of a version; nothing where all is translated, so that such a version is the same as ever."""
    found = untranslated(page)
    return {"untranslated": {name: value for name, value in asdict(found).items() if value}} if found else {}


def foreign_of(content: Mapping[str, Any]) -> Untranslated:
    """A version that was made before texts had a language of their own has no `texts`: its blocks say it in words alone."""
    kept = content.get("untranslated")
    if not kept:
        return NOTHING
    fields, whole, part = (tuple(kept.get(name, ())) for name in ("fields", "whole", "part"))
    return Untranslated(kept["language"], fields, whole, part, tuple((path, number) for path, number in kept.get("texts", ())))
