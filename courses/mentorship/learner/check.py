"""The last look before handing in: what goes, what is still empty, and what happens then."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..actions.handing_in import check_complete
from ..assignment_definition import Asked
from ..rules import Refused
from . import words
from .front import Front


def check_context(front: Front) -> dict[str, Any]:
    lines, files = front.lines(), front.files()
    text = str(front.submission.value.get("text", "")).strip()
    return front.head() | {
        "lines": lines,
        "text": text,
        "asks_text": front.definition.text != Asked.NO,
        "files": files,
        "asks_files": bool(front.definition.files),
        "empty_words": _empty_words(sum(line.is_blank and not line.is_private for line in lines)),
        "open_words": words.open_words(front.where.open_comments) if front.where.open_comments else "",
        "answer_url": front.address("assignment_round", front.where.number) + "#first-open" if front.where.number else "",
        "late_words": words.late_words(front.where.window),
        "refusal": _refusal(front),
        "hand_in_url": front.address("hand_in_assignment"),
    }


def _refusal(front: Front) -> str:
    if front.refusal:
        return str(front.refusal.label)
    try:
        check_complete(front.definition, front.gathered, front.submission.value)
    except Refused as refused:
        return str(refused)
    return ""


def _empty_words(count: int) -> str:
    if not count:
        return _("Every exercise has an answer.")
    return ngettext(
        "%(count)s exercise is still empty. You may hand in all the same: your mentor reads what is there.",
        "%(count)s exercises are still empty. You may hand in all the same: your mentor reads what is there.",
        count,
    ) % {"count": count}
