"""Every exercise in every state it can be in, for the style guide. Nothing here is a row, and nothing written in it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.rendering import Slot
from courses.enrolment.models import Enrolment
from lms.core.csrf import token_of

from .kinds import KINDS
from .models import Entry, EntryFile
from .slots import Page, answer_html, form_html

NOBODY = Enrolment(pk=0)
WORDS = "Stepan lives by the pond.\nHe has not been out since August."


@dataclass(frozen=True)
class Example:
    state: str
    html: SafeString


def examples(request: HttpRequest, key: str, block_value: Any) -> Iterator[Example]:
    """The exercise `key` with the words of `block_value`, state by state."""
    described = KINDS[key].describe(block_value)
    answer = _answer(key, described.content)
    files = [EntryFile(pk=0, name="map-of-our-village.jpg", size=734_003)] if key == "file_upload" else []
    saved = Entry(revision=1, changed_at=now(), value=answer)
    kept = Entry(revision=3, changed_at=now(), value=answer, kept_number=2, is_private=True)
    offered = Page(language=get_language() or "", request=request, enrolment=NOBODY, token=token_of(request), change_id="example")
    ended = Page(
        language=offered.language,
        request=request,
        enrolment=NOBODY,
        note=_("You are not studying in this group now. What you wrote is kept, and you can read it here."),
    )
    before = Page(language=offered.language, note=_("Enrol in the course to write here. Your answers are saved as you write."))

    def slot(state: str, **changes: Any) -> Slot:
        title = f"{described.title} ({state})"
        return Slot(f"{key}-{state}", key, title, described.content, activity_id=0, version_id=0, **changes)

    yield Example("For visitors", answer_html(before, slot("visitor"), Entry(), []))
    yield Example("To be written", form_html(offered, slot("blank", is_required=False), Entry(), []))
    yield Example("Written", form_html(offered, slot("written"), saved, files))
    yield Example("Written on two devices", form_html(offered, slot("kept"), kept, files))
    yield Example("For your eyes only", form_html(offered, slot("private", is_private=True), saved, files))
    yield Example("To be read", answer_html(ended, slot("read"), saved, files))


def _answer(key: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody might have answered."""
    if key in {"short_text", "long_text"}:
        return {"text": WORDS.splitlines()[0] if key == "short_text" else WORDS}
    if key == "choice":
        return {"chosen": [content["options"][0]["id"]]}
    if key == "scale":
        return {"level": content["max"]}
    if key == "tick_list":
        return {"ticked": [content["items"][0]["id"]]}
    if key == "fill_table":
        return {"cells": {f"{content['rows'][0]['id']}:{content['columns'][-1]['id']}": WORDS}}
    return {"files": [0]} if key == "file_upload" else {"done": True}
