"""The page of a task for whom it is in hand: one form for everything that is written, its parts saved each by itself where scripts run."""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lms.core.csrf import token_of
from lms.core.log.ulid import new_ulid
from lms.core.skeletons import hole, skeleton

from ..models.review import Outcome
from .addresses import address
from .head import looked_at
from .page import TaskPage

CHECKED = " checked"
NEW = "NEW"  # the name of a comment that a script makes, until it has one
_ADDRESSES = (
    "review_task hold_task save_review reply_picker comment_on preview_review release_task escalate_task".split()  # noqa: SIM905
)


def writing_html(request: HttpRequest, page: TaskPage, problems: Mapping[str, str], view: str) -> SafeString:
    """`problems` are what is still missing, by field; `view` is how the page is looked at."""
    task, said_in = page.task, page.task.language
    filled = {
        **{name: address(name, task.pk) for name in _ADDRESSES},
        "new_comment": address("save_comment", task.pk, NEW),
        "token": token_of(request),
        "change_id": new_ulid(),
        "view": escape(view),
        "base": str(page.review.revision) if page.review else "0",
        "state": escape(page.state),
        "until": escape(page.until),
        "other_view": looked_at(marks_changes=page.marks_changes, by_sentence=not page.by_sentence),
        "sections": page.sections_html,
        "files": page.files_html,
        "rubric": page.rubric_html,
        "summary": escape(str(page.value.get("summary") or "")),
        "whole": page.whole_html,
        "notes": page.notes_html,
        "new_note": page.sections.notes.new_html(NEW),
        page.overall: CHECKED,
    }
    context: dict[str, Any] = {"by_sentence": page.by_sentence, "said_in": said_in, "problems": dict(problems)}
    key = (get_language(), page.by_sentence, said_in, *sorted(problems.items()))
    return skeleton("mentorship/desk/writing.html", key, lambda: {**context, "outcomes": _outcomes()}).fill(filled)


def _outcomes() -> list[tuple[str, str, SafeString]]:
    return [(value, str(label), hole(value)) for value, label in Outcome.choices]
