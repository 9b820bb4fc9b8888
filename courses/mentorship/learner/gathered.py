"""What an assignment gathers, as it stands now: to be looked over and changed before it is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from courses.workbook.kinds import KINDS, Shown
from courses.workbook.models import EntryFile
from courses.workbook.slots import markdown_html

from ..gathering import Gathered


@dataclass(frozen=True)
class Line:
    """One exercise. `change_url` leads to it; empty where its lesson is gone."""

    title: str
    language: str
    prompt: SafeString
    answer: Shown
    is_blank: bool
    is_private: bool
    change_url: str


def lines_of(gathered: Sequence[Gathered], lesson_url: str) -> list[Line]:
    """No query, one where there are files."""
    names = file_names([one.value for one in gathered if one.activity.kind == "file_upload"])
    return [_line(one, names, lesson_url) for one in gathered]


def file_names(values: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    wanted = [file for value in values for file in value.get("files", [])]
    return dict(EntryFile.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _line(one: Gathered, names: dict[int, str], lesson_url: str) -> Line:
    return Line(
        title=one.version.title,
        language=one.version.language,
        prompt=markdown_html(one.version.content.get("prompt") or ""),
        answer=KINDS[one.activity.kind].shown(one.value, {**one.version.content, "names": names}),
        is_blank=one.is_blank,
        is_private=one.is_private,
        change_url=f"{lesson_url}#b-{one.activity.block_id}" if lesson_url else "",
    )
