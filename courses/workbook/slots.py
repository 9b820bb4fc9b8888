"""The exercises of a lesson as the reader meets them: a form that works without JavaScript for who is studying, the same exercise
closed for everybody else. One query for the answers of a page, one more when it has files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.blocks import markdown
from cms.blocks.foreign_text import language_of
from courses.catalogue.rendering import Slot
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import may_write
from courses.enrolment.slots import Reading
from lms.accounts.device import device_html
from lms.core.csrf import token_of
from lms.core.joined import Columns, Joined, places
from lms.core.log.ulid import new_ulid
from lms.core.log.wording import saved_words
from lms.core.skeletons import Skeleton, skeleton

from .kinds import KINDS, Kind
from .models import Entry, EntryFile

NOTHING = Entry()
_ANY = 8_888_888_888
_ENTRIES = Joined(Columns(Entry, "w"), source="FROM workbook_entry w WHERE w.enrolment_id = %s")


@dataclass(frozen=True)
class Page:
    """What all exercises of one page share. `note` says why nothing can be written; without it there is a form. `content_language` is the
    lesson's where that is not the reader's: both then say which they are."""

    language: str
    content_language: str = ""
    note: str = ""
    request: HttpRequest | None = None
    enrolment: Enrolment | None = None
    token: str = ""
    change_id: str = ""

    @property
    def can_write(self) -> bool:
        return not self.note

    @property
    def path(self) -> str:
        """Of this very page, with what was asked of it."""
        return self.request.get_full_path()

    def save_url(self, activity_id: int, kind: Kind) -> str:
        name = "save_entry" if kind.saves_with_form else "add_file"
        return _address(name, self.enrolment.pk, self.language).replace(str(_ANY), str(activity_id)) + f"?l={self.language}"

    def history_url(self, activity_id: int) -> str:
        return _address("entry_history", self.enrolment.pk, self.language).replace(str(_ANY), str(activity_id))


def fill_exercises(reading: Reading) -> Mapping[str, str]:
    page = _page(reading)
    if page.enrolment is None:
        return {slot.block_id: _closed(slot, _spoken(page, slot)).fill({}) for slot in reading.slots}
    entries = _entries(reading)
    files = _files(reading, entries)
    make = form_html if page.can_write else answer_html
    html = {
        slot.block_id: make(_spoken(page, slot), slot, entries.get(slot.activity_id, NOTHING), files.get(slot.activity_id, []))
        for slot in reading.slots
    }
    if page.can_write:
        first = reading.slots[0].block_id
        html[first] = _device_html(page) + html[first]
    return html


def preview_html(block: Any, block_value: Any) -> SafeString:
    """An exercise as the block library and the editor's preview show it."""
    kind = next(kind for kind in KINDS.values() if type(block) is kind.block)
    described = kind.describe(block_value)
    slot = Slot("preview", kind.key, described.title, described.content, is_required=described.is_required, is_private=described.is_private)
    return _closed(slot, Page(language=get_language() or "", note=_preview_note())).fill({})


@lru_cache(maxsize=4096)
def markdown_html(text: str) -> SafeString:
    return markdown.render(text, top_heading=markdown.LESSON_HEADING + 1)


def model_answer_html(content: Mapping[str, Any]) -> str:
    return markdown_html(content.get("model_answer") or "")


def _page(reading: Reading) -> Page:
    language = get_language() or ""
    page = Page(language, content_language="" if reading.language == language else reading.language)
    if not all(slot.activity_id for slot in reading.slots):
        return replace(page, note=_preview_note())
    if reading.enrolment is None:
        return replace(page, note=_("Enrol in the course to write here. Your answers are saved as you write."))
    page = replace(page, request=reading.request, enrolment=reading.enrolment)
    if not may_write(reading.enrolment):
        return replace(page, note=_("You are not studying in this group now. What you wrote is kept, and you can read it here."))
    return replace(page, token=token_of(reading.request), change_id=new_ulid())


def _spoken(page: Page, slot: Slot) -> Page:
    """An exercise that nobody has translated yet speaks another language than its lesson."""
    return replace(page, content_language=slot.language) if slot.language and slot.language != page.language else page


def _preview_note() -> str:
    return _("This is a preview: nothing can be written here.")


def _entries(reading: Reading) -> dict[int, Entry]:
    wanted = [slot.activity_id for slot in reading.slots if slot.activity_id]
    found = _ENTRIES.rows([reading.enrolment.pk, *wanted], f"AND w.activity_id IN ({places(wanted)})")
    return {entry.activity_id: entry for (entry,) in found}


def _files(reading: Reading, entries: Mapping[int, Entry]) -> dict[int, list[EntryFile]]:
    wanted = {
        entries[slot.activity_id].pk: slot.activity_id
        for slot in reading.slots
        if slot.kind == "file_upload" and slot.activity_id and slot.activity_id in entries
    }
    found: dict[int, list[EntryFile]] = {}
    if wanted:
        for file in EntryFile.objects.filter(entry__in=wanted, removed_at=None).order_by("pk"):
            found.setdefault(wanted[file.entry_id], []).append(file)
    return found


def form_html(page: Page, slot: Slot, entry: Entry, files: list[EntryFile]) -> SafeString:
    kind = KINDS[slot.kind]
    shown = {
        **kind.fill(entry.value),
        "address": page.save_url(slot.activity_id, kind),
        "activity": str(slot.activity_id),
        "token": page.token,
        "change_id": page.change_id,
        "base": str(entry.revision),
        "version": str(slot.version_id),
        "next": escape(page.path),
        "private": " checked" if entry.is_private else "",
        "state": _state(entry),
        "state_kind": "saved" if entry.revision else "",
        "model": _model_answer(page, kind, entry, slot),
        "history": _history(page, slot, entry),
        "earlier": _earlier(page, kind, entry, slot),
    }
    if files:
        shown["files"] = render_to_string("workbook/files.html", {"files": files, "page": page})
    if entry.kept_number:
        place = [page.enrolment.pk, slot.activity_id]
        addresses = {"history_url": page.history_url(slot.activity_id), "restore_url": reverse("restore_revision", args=place)}
        shown["kept"] = render_to_string("workbook/kept.html", {**addresses, "page": page, "entry": entry})
    return _skeleton("workbook/exercise.html", slot, page, kind).fill(shown)


def answer_html(page: Page, slot: Slot, entry: Entry, files: list[EntryFile]) -> SafeString:
    """What was written, to be read. Without anything written it is the exercise as a visitor sees it."""
    kind = KINDS[slot.kind]
    if kind.is_blank(entry.value):
        return _closed(slot, page).fill({})
    content = {**slot.content, "names": {}}
    context = {"shown": kind.shown(entry.value, content), "files": files, "page": page, "state": _state(entry)}
    shown = {
        "answer": render_to_string("workbook/closed_answer.html", context),
        "model": _model_answer(page, kind, entry, slot),
        "history": _history(page, slot, entry),
        "earlier": _earlier(page, kind, entry, slot),
    }
    return _skeleton("workbook/exercise_answered.html", slot, page, kind).fill(shown)


def _closed(slot: Slot, page: Page) -> Skeleton:
    return _skeleton("workbook/exercise_closed.html", slot, page, KINDS[slot.kind])


def _skeleton(template: str, slot: Slot, page: Page, kind: Kind) -> Skeleton:
    """Kept by what it says, not by which row says it: rows change places, words do not."""

    def context() -> dict[str, Any]:
        return {
            **kind.field(slot.content),
            "slot": slot,
            "note": page.note,
            "page": page,
            "prompt": markdown_html(slot.content.get("prompt") or ""),
            "field_template": kind.template,
            "is_upload": not kind.saves_with_form,
        }

    about = (slot.block_id, slot.kind, repr(slot.title), repr(slot.content), slot.is_required, slot.is_private)
    return skeleton(template, (*about, page.note, page.language, page.content_language), context)


def room_html(slot: Slot) -> SafeString:
    """The empty field alone, to be written in on paper."""
    kind = KINDS[slot.kind]
    return _skeleton("workbook/room.html", slot, Page(get_language() or ""), kind).fill({}) if kind.saves_with_form else SafeString()


def _state(entry: Entry) -> str:
    return escape(saved_words(entry.changed_at)) if entry.revision else ""


def _model_answer(page: Page, kind: Kind, entry: Entry, slot: Slot) -> str:
    """Only who has answered gets it at all; for others a place where a script may put it."""
    text = slot.content.get("model_answer")
    if not text:
        return ""
    name = "workbook/model_place.html" if kind.is_blank(entry.value) else "workbook/model_answer.html"
    language = language_of(text, page.content_language)
    context = {"model_answer": markdown_html(text), "content_language": language}
    return skeleton(name, (text, page.language, language), lambda: context).fill({})


def _earlier(page: Page, kind: Kind, entry: Entry, slot: Slot) -> str:
    """The prompt that was answered, where the exercise asks something else by now."""
    wording = next((one for one in slot.earlier if one.version_id == entry.version_id), None)
    if wording is None or kind.is_blank(entry.value):
        return ""
    about = (wording.title, wording.prompt, wording.language)

    def context() -> dict[str, Any]:
        return {"title": wording.title, "prompt": markdown_html(wording.prompt), "language": wording.language}

    return skeleton("workbook/earlier.html", (*about, page.language), context).fill({})


def _history(page: Page, slot: Slot, entry: Entry) -> str:
    if not entry.revision:
        return ""
    return skeleton("workbook/history_link.html", (page.language,), dict).fill({"address": page.history_url(slot.activity_id)})


def _device_html(page: Page) -> SafeString:
    """What autosave needs, once a page."""
    device = device_html(page.request.user, f"{reverse('workbook_session')}?enrolment={page.enrolment.pk}")
    return device + skeleton("workbook/script.html", (page.language,), dict).fill({})


@lru_cache(maxsize=4096)
def _address(name: str, enrolment_id: int, language: str) -> str:
    """The address of any exercise of an enrolment, to be completed: finding each by itself would be a third of the work."""
    return reverse(name, args=[enrolment_id, _ANY])
