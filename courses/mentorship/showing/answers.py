"""The exercises of a round: prompt and model answer, what the learner wrote, and the comments on it."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.workbook.kinds import KINDS
from courses.workbook.slots import markdown_html
from lms.core.skeletons import skeleton

from ..models.review import Outcome
from .notes import NotesHtml, Placed, placed
from .queries import Answer
from .rows import Place, Round, texts_of
from .words import Mark, end_of_sentence, sentences, words_html

CHECKED = " checked"
OUTCOMES = dict(Outcome.choices)
ADDED, WHOLE = "added", "whole"  # what a comment is about that is about no exercise


class Sections:
    """`marks_changes`: beside what stood there in the round that was read last. `by_sentence`: after each sentence a button to comment on
    it. `outcomes` by exercise, as the review says so far. `notes`: comments that look otherwise."""

    def __init__(
        self,
        about: Round,
        outcomes: Mapping[str, str],
        *,
        can_write: bool,
        marks_changes: bool = False,
        by_sentence: bool = False,
        notes: NotesHtml | None = None,
    ):
        self.about, self.outcomes, self.can_write = about, outcomes, can_write
        self.marks_changes, self.by_sentence = marks_changes and about.last is not None, by_sentence and can_write
        self.notes = notes or NotesHtml(about, can_write=can_write)
        self.language, self.spoken = get_language() or "", about.iteration.language
        self.texts = texts_of(about.iteration, about.answers)
        self._waiting: dict[int | str, list[Placed]] = {}
        for one in placed(about, self.texts):
            self._waiting.setdefault(one.comment.activity_id or (ADDED if one.comment.field else WHOLE), []).append(one)
        self._numbers: dict[str, int] = {}
        self._comment = about.address("comment_on")

    def html(self) -> SafeString:
        """All exercises, and the text that was added."""
        return mark_safe("".join([*(self.exercise(answer) for answer in self.about.answers), self.added()]))

    def added(self) -> str:
        """The text that was added, where there is one."""
        notes = self._waiting.pop(ADDED, [])
        return self._added(notes) if self.about.iteration.text or notes else ""

    def on_the_whole(self) -> SafeString:
        """What is left when every exercise has had its own."""
        left = [one for notes in self._waiting.values() for one in notes]
        return mark_safe(self._below(sorted(left, key=lambda one: one.comment.pk)))

    def exercise(self, answer: Answer) -> str:
        notes = self._waiting.pop(answer.activity_id, [])
        number, content = str(answer.activity_id), answer.content
        outcome = self.outcomes.get(number, "")
        filled = {
            "activity": number,
            "words": self._words(answer, notes),
            "notes": self._below([one for one in notes if not one.found]),
            "comment": f"{self._comment}?a={number}",
            "outcome": escape(str(OUTCOMES.get(outcome, ""))),
            outcome: CHECKED,
        }
        can_write = self.can_write and not answer.is_private
        asked = (answer.title, content.get("prompt"), content.get("model_answer"), answer.language, bool(answer.is_superseded))
        key = (*asked, self.language, can_write, bool(outcome))
        return skeleton("mentorship/desk/exercise.html", key, lambda: self._frame(answer, can_write, bool(outcome))).fill(filled)

    def _frame(self, answer: Answer, can_write: bool, has_outcome: bool) -> dict[str, Any]:
        return {
            "title": answer.title,
            "prompt": markdown_html(answer.content.get("prompt") or ""),
            "model_answer": markdown_html(answer.content.get("model_answer") or ""),
            "asked_in": answer.language,
            "is_superseded": answer.is_superseded,
            "language": self.language,
            "can_write": can_write,
            "has_outcome": has_outcome,
            "outcomes": Outcome.choices,
        }

    def _words(self, answer: Answer, notes: Sequence[Placed]) -> str:
        if answer.is_private:
            return _told(_("The learner keeps this answer for themselves."))
        kind = KINDS[answer.kind]
        if kind.is_blank(answer.value):
            return _told(_("There is no answer.")) + self._was(answer)
        if "text" in answer.value:
            return self._field((answer.activity_id, "text"), notes, beside=True)
        if "cells" in answer.value:
            return self._table(answer, notes)
        if "files" in answer.value:
            return self._files(answer)
        context = {"shown": kind.shown(answer.value, answer.content)}
        return f'<div lang="{answer.language}">{render_to_string("workbook/answer.html", context)}</div>{self._was(answer)}'

    def _was(self, answer: Answer) -> str:
        """What stood there in the round that was read last, where that was something else."""
        before = self.about.answers_before.get(answer.activity_id) if self.marks_changes else None
        if before is None or before.is_private or before.value == answer.value:
            return ""
        was = KINDS[answer.kind].shown(before.value, {"names": {}, **before.content}).as_text()
        return f'<p class="words__before">{escape(_("Before:"))} <del lang="{before.language}">{escape(was)}</del></p>' if was else ""

    def _field(self, place: Place, notes: Sequence[Placed], *, beside: bool) -> str:
        """A text in which passages can be named, with its notes `beside` it."""
        text, (activity, field) = self.texts.get(place, ""), place
        marks: list[Mark] = []
        after: dict[int, str] = {}
        for one in notes:
            if one.found and one.comment.field == field:
                marks.append(Mark(one.found.start, one.found.end, one.key, self._number(one)))
                if beside:
                    end = end_of_sentence(text, one.found.end)
                    after[end] = after.get(end, "") + self._note(one)
        if self.by_sentence:
            for start, end in sentences(text):
                after[end] = self._button(place, text, start, end) + after.get(end, "")
        was = self.about.before.get(place, "") if self.marks_changes else None
        html = words_html(text, marks, was=was, after=after)
        return (
            f'<div class="words" data-words data-activity="{activity or ""}" data-field="{escape(field)}" lang="{self.spoken}">{html}</div>'
        )

    def _button(self, place: Place, text: str, start: int, end: int) -> str:
        activity, field = place
        filled = {
            "url": escape(f"{self._comment}?a={activity or ''}&f={field}&s={start}&e={end}"),
            "words": escape(text[start : min(end, start + 60)]),
        }
        return skeleton("mentorship/desk/sentence_button.html", (self.language,), lambda: {"language": self.language}).fill(filled).strip()

    def _table(self, answer: Answer, notes: Sequence[Placed]) -> str:
        described = KINDS[answer.kind].field(answer.content)
        cells, before = answer.value["cells"], (self.about.answers_before.get(answer.activity_id) if self.marks_changes else None)
        known = {**cells, **(before.value.get("cells", {}) if before else {})}
        rows = [
            [self._cell(answer, label, place, notes) for label, place, *_rest in row]
            for row in described["rows"]
            if any(label or place.removeprefix("cell:") in known for label, place, *_rest in row)
        ]
        context = {"columns": described["columns"], "rows": rows, "asked_in": answer.language}
        return render_to_string("mentorship/desk/table.html", context) + "".join(self._note(one) for one in notes if one.found)

    def _cell(self, answer: Answer, label: str, place: str, notes: Sequence[Placed]) -> dict[str, Any]:
        if label:
            return {"label": label}
        return {"html": mark_safe(self._field((answer.activity_id, place), notes, beside=False))}

    def _files(self, answer: Answer) -> str:
        files = [self.about.entry_files[one] for one in answer.value["files"] if one in self.about.entry_files]
        rows = [{"url": self.about.address("answer_file", file.pk), "file": file} for file in files]
        return render_to_string("mentorship/desk/files.html", {"rows": rows})

    def _added(self, notes: Sequence[Placed]) -> str:
        context = {"asked": self.about.iteration.version.content.get("text_prompt", ""), "asked_in": self.about.iteration.version.language}
        filled = {
            "words": self._field((None, "text"), notes, beside=True),
            "notes": self._below([one for one in notes if not one.found]),
        }
        key = (context["asked"], context["asked_in"], self.language)
        return skeleton("mentorship/desk/added_text.html", key, lambda: context).fill(filled)

    def _below(self, notes: Sequence[Placed]) -> str:
        """Those that stand beside no words."""
        return "".join(self._note(one) for one in notes)

    def _note(self, one: Placed) -> str:
        return self.notes.of(one, self._number(one))

    def _number(self, one: Placed) -> int:
        """Notes are counted in the order in which they are met on the page."""
        return self._numbers.setdefault(one.key, len(self._numbers) + 1)


def _told(words: str) -> str:
    return f'<p class="soft">{escape(words)}</p>'
