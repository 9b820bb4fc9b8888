"""What was handed in, exercise by exercise, with the comments in their places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.workbook.kinds import KINDS, Shown
from courses.workbook.models import Entry
from courses.workbook.slots import markdown_html
from lms.core.log.words import marked

from ..anchors import Passage, find
from ..changes import change_of
from ..fields import TEXT, Field, fields_of
from ..models import Comment, IterationAnswer
from ..passages import Mark, pieces
from .remarks import Remark


@dataclass(frozen=True)
class Row:
    """A stretch of text and what is said about it."""

    html: SafeString
    remarks: Sequence[Remark]


@dataclass(kw_only=True)
class Sheet:
    """One exercise, or the learner's own text (then `title` is empty). A text is in `rows`, any other answer in `answer`; `remarks` are
    about all of it, `difference` is against an earlier round."""

    title: str
    language: str
    prompt: SafeString | str = ""
    is_private: bool = False
    is_blank: bool = False
    answer: Shown | None = None
    rows: Sequence[Row] = ()
    remarks: Sequence[Remark] = ()
    verdict: str = ""
    difference: SafeString | None = None


@dataclass(frozen=True)
class Written:
    """What one exercise, or the own text (`activity_id` None), said when it was handed in and says now (None where it does not matter)."""

    activity_id: int | None
    fields: Sequence[Field]
    fields_now: Sequence[Field] | None
    has_changed: bool


def written_in(answer: IterationAnswer, entry: Entry | None, *, is_current: bool) -> Written:
    """`entry` is what the workbook has of it by now."""
    content, kind = answer.version.content, answer.activity.kind
    then = fields_of(kind, answer.value, content)
    if not is_current or answer.is_private:
        return Written(answer.activity_id, then, None, has_changed=False)
    today = entry.value if entry and not entry.is_private else {}
    return Written(answer.activity_id, then, fields_of(kind, today, content), has_changed=today != answer.value)


def written_text(text: str, today: str | None) -> Written:
    now = None if today is None else [Field(TEXT, today)]
    return Written(None, [Field(TEXT, text)] if text else [], now, has_changed=today is not None and today != text)


def tell_changes(remark: Remark, comment: Comment, written: Written) -> None:
    """What became of the words, for a comment that waits for an answer."""
    if written.fields_now is None or comment.state != Comment.State.OPEN:
        return
    remark.has_changed = written.has_changed
    then = next((one.text for one in written.fields if one.name == comment.field), "")
    place = _place(comment, then)
    if place:
        today = next((one.text for one in written.fields_now if one.name == comment.field), "")
        remark.change = change_of(then, *place, today)


def in_order(comments: Iterable[Comment], written: Written) -> list[Comment]:
    """Those about this exercise: its passages as they follow each other, then what is about all of it."""
    names = [one.name for one in written.fields]

    def rank(comment: Comment) -> tuple[int, int, int]:
        place = names.index(comment.field) if comment.field in names else len(names)
        return place, comment.start if comment.exact and comment.start is not None else 1_000_000, comment.pk

    mine = [one for one in comments if one.activity_id == written.activity_id and (one.activity_id or one.field)]
    return sorted(mine, key=rank)


def lay_out(sheet: Sheet, written: Written, comments: Sequence[Comment], remarks: Mapping[int, Remark]) -> None:
    """Puts each remark beside its words, or below the answer."""
    text = next((one.text for one in written.fields if one.name == TEXT), None)
    marks: dict[int, Mark] = {}
    labels = {one.name: one.label for one in written.fields}
    for comment in comments:
        remark = remarks[comment.pk]
        place = _place(comment, text) if text is not None and comment.field == TEXT else None
        if place:
            marks[comment.pk] = Mark(*place, remark.number, f"c{comment.pk}")
            remark.quote = ""
        elif label := labels.get(comment.field):
            remark.quote = _("%(cell)s: “%(words)s”") % {"cell": label, "words": comment.exact} if comment.exact else label
    if text is not None:
        by_number = {remarks[pk].number: remarks[pk] for pk in marks}
        cut = pieces(text, list(marks.values()), label=_("Comment {number}"))
        sheet.rows = [Row(piece.html, [by_number[number] for number in piece.numbers]) for piece in cut]
    sheet.remarks = [remarks[comment.pk] for comment in comments if comment.pk not in marks]


def sheet_of(answer: IterationAnswer, names: Mapping[int, str], verdict: str) -> Sheet:
    version = answer.version
    kind = KINDS[answer.activity.kind]
    shown = kind.shown(answer.value, {**version.content, "names": names})
    return Sheet(
        title=version.title,
        language=version.language,
        prompt=markdown_html(version.content.get("prompt") or ""),
        is_private=answer.is_private,
        is_blank=kind.is_blank(answer.value),
        answer=shown,
        verdict=verdict,
    )


def difference(before: str, after: str) -> SafeString:
    return mark_safe(marked(before, after))  # escaped word by word


def as_text(answer: IterationAnswer | None, names: Mapping[int, str]) -> str:
    if answer is None:
        return ""
    content: dict[str, Any] = {**answer.version.content, "names": names}
    return KINDS[answer.activity.kind].shown(answer.value, content).as_text()


def _place(comment: Comment, text: str | None) -> tuple[int, int] | None:
    if not comment.exact or not text:
        return None
    found = find(Passage(comment.exact, comment.prefix, comment.suffix, comment.start or 0), text)
    return (found.start, found.end) if found else None
