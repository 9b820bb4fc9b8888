"""What of a published page stands in the course's source language, because nobody has translated it yet. The version keeps it, so that no
reader's page asks."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.models import Page

from cms.translations.untranslated import untranslated


@dataclass(frozen=True)
class Foreign:
    """`fields` of the page, `whole` blocks and those of which a `part` is not translated, in `language`."""

    language: str = ""
    fields: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()

    @property
    def language_of(self) -> dict[str, str]:
        """By field: for `lang` attributes."""
        return dict.fromkeys(self.fields, self.language)


NOTHING = Foreign()


def foreign_content(page: Page) -> dict[str, Any]:
    """For the content of a version; nothing where all is translated, so that such a version is the same as ever."""
    found = untranslated(page)
    return {"untranslated": {name: value for name, value in asdict(found).items() if value}} if found else {}


def foreign_of(content: Mapping[str, Any]) -> Foreign:
    kept = content.get("untranslated")
    if not kept:
        return NOTHING
    fields, whole, part = (tuple(kept.get(name, ())) for name in ("fields", "whole", "part"))
    return Foreign(kept["language"], fields, whole, part)


def around(foreign: Foreign, block_id: str, language: str) -> tuple[str, str]:
    """What stands before and behind a block for readers of `language`: whose language it is in, in words and for screen readers."""
    is_whole = block_id in foreign.whole
    if not is_whole and block_id not in foreign.part:
        return "", ""
    with override(language):
        note = render_to_string("blocks/_untranslated_note.html", {"is_whole": is_whole, "code": foreign.language, "language": language})
    spoken = f' lang="{foreign.language}"' if is_whole else ""
    return f'<div class="untranslated"{spoken}>{note}', "</div>"
