"""The exercises of a lesson as the reader meets them: a form that works without JavaScript for who is studying, the same exercise
closed for everybody else. One query for the answers of a page, one more when it has files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.blocks import markdown
from courses.catalogue.rendering import Slot
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import may_write
from courses.enrolment.slots import Reading
from lms.core.log.ulid import new_ulid

from . import device
from .kinds import KINDS, Kind
from .models import Entry, EntryFile
from .wording import saved_words

NOTHING = Entry()


@dataclass(frozen=True)
class _Page:
    """What all exercises of one page share. `note` says why nothing can be written; without it there is a form."""

    note: str = ""
    request: HttpRequest | None = None
    enrolment: Enrolment | None = None
    language: str = ""
    token: str = ""
    change_id: str = ""
    path: str = ""
    time_zone: str = "UTC"


def fill_exercises(reading: Reading) -> Mapping[str, str]:
    page = _page(reading.request, reading.enrolment, reading.slots)
    entries = _entries(reading)
    files = _files(reading, entries)
    html = {
        slot.block_id: _exercise_html(page, slot, entries.get(slot.activity_id, NOTHING), files.get(slot.activity_id, []))
        for slot in reading.slots
    }
    if not page.note and reading.slots:
        html[reading.slots[0].block_id] = _device_html(page) + html[reading.slots[0].block_id]
    return html


def preview_html(block: Any, block_value: Any) -> SafeString:
    """An exercise as the block library and the editor's preview show it."""
    kind = next(kind for kind in KINDS.values() if type(block) is kind.block)
    described = kind.describe(block_value)
    slot = Slot("preview", kind.key, described.title, described.content, is_required=described.is_required, is_private=described.is_private)
    return _exercise_html(_Page(note=_preview_note()), slot, NOTHING, [])


@lru_cache(maxsize=4096)
def markdown_html(text: str) -> SafeString:
    return markdown.render(text, top_heading=markdown.LESSON_HEADING + 1)


def model_answer_html(content: Mapping[str, Any]) -> str:
    return markdown_html(content.get("model_answer") or "")


def _page(request: HttpRequest, enrolment: Enrolment | None, slots) -> _Page:
    if not all(slot.activity_id for slot in slots):
        return _Page(note=_preview_note())
    if enrolment is None:
        return _Page(note=_("Enrol in the course to write here. Your answers are saved as you write."))
    page = _Page(request=request, enrolment=enrolment, language=get_language() or "", path=request.path, time_zone=request.user.time_zone)
    if not may_write(enrolment):
        return replace(page, note=_("You are not studying in this group now. What you wrote is kept, and you can read it here."))
    return replace(page, token=get_token(request), change_id=new_ulid())


def _preview_note() -> str:
    return _("This is a preview: nothing can be written here.")


def _entries(reading: Reading) -> dict[int, Entry]:
    if reading.enrolment is None:
        return {}
    wanted = [slot.activity_id for slot in reading.slots if slot.activity_id]
    return {entry.activity_id: entry for entry in Entry.objects.filter(enrolment=reading.enrolment, activity_id__in=wanted)}


def _files(reading: Reading, entries: Mapping[int, Entry]) -> dict[int, list[EntryFile]]:
    wanted = [entries[slot.activity_id] for slot in reading.slots if slot.kind == "file_upload" and slot.activity_id in entries]
    found: dict[int, list[EntryFile]] = {entry.activity_id: [] for entry in wanted}
    activity_of = {entry.pk: entry.activity_id for entry in wanted}
    if wanted:
        for file in EntryFile.objects.filter(entry__in=wanted, removed_at=None).order_by("pk"):
            found[activity_of[file.entry_id]].append(file)
    return found


def _exercise_html(page: _Page, slot: Slot, entry: Entry, files: list[EntryFile]) -> SafeString:
    kind = KINDS[slot.kind]
    value = entry.value
    context = {
        **kind.field(value, slot.content),
        "page": page,
        "slot": slot,
        "entry": entry,
        "files": files,
        "can_write": not page.note,
        "is_upload": not kind.saves_with_form,
        "shown": kind.shown(value, slot.content) if page.note and entry.pk else None,
        "field_template": get_template(kind.template),
        "prompt": markdown_html(slot.content.get("prompt") or ""),
        "state": saved_words(entry.changed_at, time_zone=page.time_zone) if entry.pk else "",
        "model_answer": _model_answer(kind, value, slot),
    }
    if page.enrolment is not None and slot.activity_id:
        context |= _addresses(page, slot, entry)
    return _render("workbook/exercise.html", context)


def _model_answer(kind: Kind, value: dict, slot: Slot) -> str:
    """Only who has answered gets it at all."""
    return "" if kind.is_blank(value) else model_answer_html(slot.content)


def _addresses(page: _Page, slot: Slot, entry: Entry) -> dict[str, str]:
    place = [page.enrolment.pk, slot.activity_id]
    query = f"?l={page.language}"
    addresses = {"save_url": reverse("save_entry", args=place) + query, "add_url": reverse("add_file", args=place) + query}
    if entry.pk:
        addresses |= {"history_url": reverse("entry_history", args=place), "restore_url": reverse("restore_revision", args=place)}
    return addresses


def _device_html(page: _Page) -> SafeString:
    """What autosave needs, once a page: whose queue this is, its key, and its sentences in the person's language."""
    person = page.request.user
    context = {
        "person": device.person_name(person),
        "key": device.queue_key(person),
        "enrolment": page.enrolment,
        "language": page.language,
    }
    return _render("workbook/device.html", context)


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return get_template(name).template.render(Context(context))
