"""The assignments of a lesson as the reader meets them: what is asked, what goes in and how that stands, and the one door. One query for
all assignments of a page, none for a visitor."""

from collections.abc import Mapping
from html import escape

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from courses.catalogue.rendering import Slot
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import may_write
from courses.enrolment.slots import Reading
from courses.workbook.kinds import KINDS

from .assignment_definition import from_json
from .card import card_html, end_html, preview_note
from .learner import words
from .models import Submission
from .where import Where, wheres_of

State = Submission.State
FINISHED = (State.ACCEPTED, State.CLOSED)


def fill_assignments(reading: Reading) -> Mapping[str, str]:
    """HTML by block id."""
    wheres = _wheres(reading)
    return {slot.block_id: _card(slot, reading, wheres) for slot in reading.slots}


def _wheres(reading: Reading) -> dict[int, Where]:
    """Of the assignments, and of the exercises that they gather."""
    if reading.enrolment is None or not all(slot.activity_id for slot in reading.slots):
        return {}
    gathered = {block_id for slot in reading.slots for block_id in from_json(slot.content).exercises}
    wanted = [slot.activity_id for slot in (*reading.slots, *_exercises(reading, gathered)) if slot.activity_id]
    return wheres_of(reading.enrolment, wanted)


def _exercises(reading: Reading, block_ids: set[str]) -> list[Slot]:
    return [slot for slot in reading.beside if slot.block_id in block_ids and slot.kind in KINDS and not slot.is_private]


def _card(slot: Slot, reading: Reading, wheres: Mapping[int, Where]) -> str:
    where = wheres.get(slot.activity_id or 0)
    if where is None or reading.enrolment is None:
        note = _("Enrol in the course to hand it in.") if slot.activity_id else preview_note()
        return card_html(slot, reading.beside, slot.language or reading.language, {"end": end_html(note=note)})
    gathered = _exercises(reading, set(from_json(slot.content).exercises))
    said = {f"said:{one.block_id}": " – " + escape(_said(one, wheres.get(one.activity_id or 0))) for one in gathered}
    end = _end(reading.enrolment, slot, where)
    return card_html(slot, reading.beside, slot.language or reading.language, {**said, "tag": _tag(where), "end": end})


def _said(slot: Slot, where: Where | None) -> str:
    if where and where.is_private:
        return _("for your eyes only")
    return _("answered") if where and not KINDS[slot.kind].is_blank(where.value) else _("empty so far")


def _tag(where: Where) -> str:
    if where.state == State.RETURNED:
        return f'<span class="tag tag--return">{escape(_("Come back to this"))}</span>'
    if where.state in FINISHED and not where.is_unofficial:
        return f'<span class="tag tag--done">{escape(_("Done"))}</span>'
    return ""


def _end(enrolment: Enrolment, slot: Slot, where: Where) -> str:
    """How it stands, in words, and the one door."""
    place = [enrolment.pk, slot.activity_id]
    if not where.is_open or where.state == State.RETURNED:
        state = words.state_words(where)
        if where.state == State.HANDED_IN:
            return end_html(state=state, url=reverse("assignment", args=place), label=_("See what you handed in"))
        note = words.open_words(where.open_comments) if where.open_comments and where.state == State.RETURNED else words.until_words(where)
        url = reverse("assignment_round", args=[*place, where.number]) + "#first-open"
        return end_html(state=state, note=note, url=url, label=_("Read the answer"))
    if not may_write(enrolment):
        return end_html(note=_("You are not studying in this group now. What you wrote is kept."))
    dates = [f"{name}: {when}" for name, when in words.dates_words(where)]
    label = _("See the assignment") if where.window.is_not_open_yet(now()) else _("Look it over and hand in")
    return end_html(dates=dates, note=words.late_words(where.window), url=reverse("assignment", args=place), label=label)
