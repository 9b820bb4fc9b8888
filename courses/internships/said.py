"""An entry in its one form, and in the form that its links commit to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from courses.workbook.kinds.base import clean_text
from lms.core.log.merge import Merged, merge_set, merge_single, merge_text
from lms.core.saving.sent import NotAccepted, not_understood

from .models import PracticeEntry, PracticeFile

TEXTS = ("did", "result", "question")
MOST_TYPED = 99 * 60


def clean(value: Any, files: list[int]) -> dict[str, Any]:
    """What a device sends, in the form that is kept; which files belong to it only the server says. Raises NotAccepted."""
    if not isinstance(value, dict):
        raise NotAccepted(not_understood())
    kept: dict[str, Any] = {"date": _date(value.get("date", "")), "minutes": _minutes(value.get("minutes"))}
    kept |= {part: clean_text(value.get(part, "")) for part in TEXTS}
    return kept | ({"files": files} if files else {})


def told(value: Mapping[str, Any]) -> dict[str, Any]:
    """As devices know it."""
    return {"date": value.get("date", ""), "minutes": value.get("minutes"), **{part: value.get(part, "") for part in TEXTS}}


def merge(base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Each part by itself: texts word by word, date and time spent whole."""
    before = told(base) if base is not None else dict.fromkeys(("date", "minutes", *TEXTS))
    mine, yours = told(ours), told(theirs)
    parts = {
        "date": merge_single(before["date"], mine["date"], yours["date"], blank=""),
        "minutes": merge_single(before["minutes"], mine["minutes"], yours["minutes"]),
        **{part: merge_text(before[part], mine[part], yours[part]) for part in TEXTS},
    }
    files = merge_set(None if base is None else _named(base), _named(ours), _named(theirs)).value
    value = {part: one.value for part, one in parts.items()} | ({"files": [int(one) for one in files]} if files else {})
    return Merged(value, any(one.loses for one in parts.values()))


def is_blank(value: Mapping[str, Any]) -> bool:
    """Nothing that a person wrote or added."""
    return not any(str(value.get(part, "")).strip() for part in TEXTS) and not value.get("files")


def committed(entry: PracticeEntry) -> dict[str, Any]:
    """What a link commits to: the words, and the content of each file by its hash."""
    return committed_of([entry])[entry.pk]


def committed_of(entries: Iterable[PracticeEntry]) -> dict[int, dict[str, Any]]:
    """By the entry's row, with one query for the files of all."""
    entries = list(entries)
    named = {file for entry in entries for file in entry.file_ids}
    digests = dict(PracticeFile.objects.filter(entry__in=entries, pk__in=named).values_list("pk", "sha256")) if named else {}
    return {
        entry.pk: told(entry.value) | {"files": sorted(digests[file] for file in entry.file_ids if file in digests)} for entry in entries
    }


def _named(value: Mapping[str, Any]) -> list[str]:
    return [str(one) for one in value.get("files", [])]


def _date(sent: Any) -> str:
    if sent in ("", None):
        return ""
    try:
        day = date.fromisoformat(sent)
    except (TypeError, ValueError):
        raise NotAccepted(_("This is not a date. Choose one from the calendar.")) from None
    if not 2000 <= day.year <= 2100:
        raise NotAccepted(_("This is not a date. Choose one from the calendar."))
    return day.isoformat()


def _minutes(sent: Any) -> int | None:
    if sent in ("", None):
        return None
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent <= MOST_TYPED:
        raise NotAccepted(_("The time spent is written in hours and minutes, with digits."))
    return sent or None
