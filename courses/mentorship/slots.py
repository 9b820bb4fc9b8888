"""The assignments of a lesson as the reader meets them: what is asked, what goes in, by what it is read. No query."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from courses.catalogue.rendering import Slot
from courses.enrolment.slots import Reading

from .card import card_html, preview_note


def fill_assignments(reading: Reading) -> Mapping[str, str]:
    """HTML by block id."""
    return {slot.block_id: card_html(slot, reading.beside, reading.language, {"note": _note(slot, reading)}) for slot in reading.slots}


def _note(slot: Slot, reading: Reading) -> str:
    if not slot.activity_id:
        return preview_note()
    return "" if reading.enrolment else _("Enrol in the course to hand it in.")
