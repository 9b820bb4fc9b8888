"""A round with its review: what was handed in, what was said about it, and what the learner can say to that."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.enrolment.rules import may_write
from courses.workbook.models import Entry
from lms.core.codes import shown
from lms.core.log.wording import when_words

from ..models import Comment, Iteration, IterationAnswer, Review, ReviewTask, Submission
from ..models.review import Outcome
from ..rubric_shown import points_words, spoken
from ..where import wheres_of
from . import words
from .gathered import file_names
from .history import round_words, rows_of
from .place import place_of, wording_of
from .remarks import Remark, comments_of, name_of, remark_of
from .sheets import Sheet, as_text, difference, in_order, lay_out, sheet_of, tell_changes, written_in, written_text
from .voice import voice_of

State = Submission.State
SIGNS = {Outcome.ACCEPTED: "done", Outcome.SMALL_FIX: "accent", Outcome.DO_AGAIN: "return", Outcome.LETS_TALK: "accent"}


class RoundPage:
    """A constant number of queries, however many answers and comments."""

    def __init__(self, submission: Submission, iteration: Iteration, *, since: Iteration | None = None):
        iteration.submission = submission
        self.submission, self.iteration, self.since = submission, iteration, since
        self.enrolment = submission.enrolment
        self.standing = list(Iteration.objects.standing().filter(submission=submission).order_by("number"))

    @cached_property
    def reviews(self) -> list[Review]:
        """Those of this round, the latest first: an appeal brings another."""
        sent = Review.objects.sent().filter(task__iteration=self.iteration).select_related("task", "reviewer", "rating")
        return list(sent.order_by("-sent_at"))

    @cached_property
    def is_latest(self) -> bool:
        return self.standing[-1].pk == self.iteration.pk

    @cached_property
    def can_answer(self) -> bool:
        return self.submission.state != State.CLOSED and may_write(self.enrolment)

    def address(self, name: str) -> str:
        return reverse(name, args=[self.enrolment.pk, self.submission.assignment_id, self.iteration.number])

    def context(self) -> dict[str, Any]:
        submission, iteration = self.submission, self.iteration
        where = wheres_of(self.enrolment, [submission.assignment_id])[submission.assignment_id]
        wording = wording_of(self.enrolment, submission.assignment) or iteration.version
        self.place = place_of(self.enrolment, submission.assignment)
        sheets, whole = self._sheets()
        return {
            "place": self.place,
            "assignment": {"title": wording.title, "language": wording.language},
            "round": round_words(iteration),
            "spoken": iteration.language,
            "handed_in": _("Handed in %(when)s") % {"when": when_words(iteration.handed_in_at)},
            "code": shown(iteration.receipt),
            "is_unofficial": iteration.is_unofficial,
            "state": words.state_words(where) if self.is_latest else "",
            "until": words.until_words(where) if self.is_latest else "",
            "reviews": [self._said(review) for review in self.reviews],
            "whole": whole,
            "sheets": sheets,
            "files": list(iteration.files.order_by("pk")),
            "has_first_open": any(remark.is_first_open for remark in self.remarks.values()),
            "open_count": words.open_words(where.open_comments) if where.open_comments and submission.state == State.RETURNED else "",
            "earlier": self._open_earlier(),
            "go_on_url": self.place["assignment_url"] if self.is_latest and submission.state == State.RETURNED else "",
            "since": self._since(),
            "voice": voice_of(self.submission, self.reviews[0], self.iteration, is_latest=self.is_latest) if self.reviews else None,
            "history": rows_of(submission),
            "here": self.address("assignment_round"),
        }

    def _sheets(self) -> tuple[list[Sheet], list[Remark]]:
        """The answers with their comments, and what is said of the whole. Numbers go from the top of the page to its end."""
        answers = list(self.iteration.answers.select_related("version", "activity"))
        comments, entries = comments_of(self.iteration), self._entries(answers)
        is_current = self.is_latest and self.submission.is_open
        names = file_names([one.value for one in answers if one.activity.kind == "file_upload"])
        written = [written_in(one, entries.get(one.activity_id), is_current=is_current) for one in answers]
        written.append(written_text(self.iteration.text, self.submission.value.get("text", "") if is_current else None))
        whole = [one for one in comments if one.activity_id is None and not one.field]
        placed = [in_order(comments, one) for one in written]
        self.remarks = self._numbered([*whole, *(comment for group in placed for comment in group)])
        verdicts = self._verdicts()
        sheets = [sheet_of(one, names, verdicts.get(str(one.activity_id), "")) for one in answers]
        if self.iteration.text or placed[-1]:
            sheets.append(Sheet(title="", language=self.iteration.language, is_blank=not self.iteration.text))
        for sheet, one, group in zip(sheets, written, placed, strict=False):
            for comment in group:
                tell_changes(self.remarks[comment.pk], comment, one)
                self.remarks[comment.pk].change_url = self._change_url(comment, answers)
            lay_out(sheet, one, group, self.remarks)
        if self.since:
            _compare(self.since, self.iteration, sheets, answers, names)
        return sheets, [self.remarks[comment.pk] for comment in whole]

    def _numbered(self, comments: list[Comment]) -> dict[int, Remark]:
        learner = self.enrolment.learner_id
        found = {
            comment.pk: remark_of(comment, number=number, iteration=self.iteration, learner_id=learner, can_answer=self.can_answer)
            for number, comment in enumerate(comments, start=1)
        }
        first = next((remark for remark in found.values() if remark.is_open), None)
        if first:
            first.is_first_open = True
        return found

    def _entries(self, answers: list[IterationAnswer]) -> dict[int, Entry]:
        wanted = [one.activity_id for one in answers]
        return {one.activity_id: one for one in Entry.objects.filter(enrolment=self.enrolment, activity__in=wanted)}

    def _change_url(self, comment: Comment, answers: list[IterationAnswer]) -> str:
        """To the words themselves, where they can still be changed; from there it leads back here."""
        if not (self.can_answer and self.is_latest and self.submission.state == State.RETURNED):
            return ""
        if comment.activity_id is None:
            return f"{self.place['assignment_url']}#text"
        block = next(one.activity.block_id for one in answers if one.activity_id == comment.activity_id)
        return f"{self.place['lesson_url']}?comment={comment.pk}#b-{block}" if self.place["lesson_url"] else ""

    def _verdicts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for review in reversed(self.reviews):
            found |= {key: str(Outcome(said).label) for key, said in (review.value.get("outcomes") or {}).items() if said in Outcome.values}
        return found

    def _said(self, review: Review) -> dict[str, Any]:
        return {
            "who": name_of(review.reviewer),
            "when": when_words(review.sent_at) if review.sent_at else "",
            "outcome": review.get_outcome_display(),
            "sign": SIGNS.get(Outcome(review.outcome), ""),
            "summary": str(review.value.get("summary") or ""),
            "is_second_look": review.task.reason == ReviewTask.Reason.APPEAL,
            "rubric": self._rubric(review),
            "appeal": review.task.appeal,
        }

    def _rubric(self, review: Review) -> dict[str, Any] | None:
        if self.iteration.rubric is None:
            return None
        found = spoken(self.iteration.rubric, get_language() or "")
        chosen = review.value.get("levels") or {}
        rows = [
            (criterion.title, level, points_words(level.points))
            for criterion in found.words.criteria
            for level in criterion.levels
            if chosen.get(criterion.id) == level.id
        ]
        total = _("%(points)s of %(most)s points") % {"points": _figure(review.points or 0), "most": _figure(found.words.most)}
        return {"title": found.words.title, "rows": rows, "total": total, "language": found.language} if rows else None

    def _open_earlier(self) -> list[tuple[str, str]]:
        """Comments on earlier rounds that still wait."""
        if not self.is_latest:
            return []
        rows = Comment.objects.filter(submission=self.submission, state=Comment.State.OPEN).exclude(iteration=self.iteration)
        place = [self.enrolment.pk, self.submission.assignment_id]
        return [
            (one.text, reverse("assignment_round", args=[*place, one.iteration.number]) + f"#c{one.pk}")
            for one in rows.select_related("iteration").order_by("pk")
        ]

    def _since(self) -> dict[str, str] | None:
        """The door to what changed since the round before, or back from there."""
        before = [one for one in self.standing if one.number < self.iteration.number]
        if not before:
            return None
        here = self.address("assignment_round")
        if self.since:
            said = _("You see what you changed since round %(round)s: taken out is crossed out, added is underlined.")
            label = _("Show it as it was handed in, with the comments")
            return {"said": said % {"round": self.since.round}, "url": here, "label": label}
        label = _("What changed since round %(round)s") % {"round": before[-1].round}
        return {"said": "", "url": f"{here}?since={before[-1].number}", "label": label}


def _compare(since: Iteration, iteration: Iteration, sheets: list[Sheet], answers: list[IterationAnswer], names: Mapping[int, str]) -> None:
    before = {one.activity_id: one for one in since.answers.select_related("version", "activity")}
    for sheet, one in zip(sheets, answers, strict=False):
        if not one.is_private:
            sheet.difference = difference(as_text(before.get(one.activity_id), names), as_text(one, names))
    if len(sheets) > len(answers):
        sheets[-1].difference = difference(since.text, iteration.text)


def _figure(points: float) -> str:
    return f"{points:g}"
