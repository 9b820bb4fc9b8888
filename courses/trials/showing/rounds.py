"""A made-up round with the shape of a real one, so that the desk's parts show it: rows that are never stored stand for the task and the
iteration."""

from collections.abc import Sequence
from functools import cached_property
from html import escape

from django.utils.translation import gettext as _

from courses.mentorship.models import Iteration, ReviewTask
from courses.mentorship.showing.addresses import address
from courses.mentorship.showing.notes import NotesHtml, Placed, quotation_html
from courses.mentorship.showing.queries import Answer, Replied, Said
from courses.mentorship.showing.rows import Round
from lms.accounts.models import User
from lms.core.skeletons import skeleton

from ..definition import Remark
from ..models import ExampleVersion, TrialComment, TrialReview

MINE, REFERENCE = 1, 2  # whose a comment is, where both stand side by side


class ExampleRound(Round):
    """`version` comes with its example. `comments` are what stands beside the words."""

    has_replies = False

    def __init__(self, version: ExampleVersion, person: User, comments: Sequence[Said] = (), trial: TrialReview | None = None):
        self.trial = trial
        language = version.example.language
        self.iteration = Iteration(version=version.version, rubric=version.rubric, text=version.text, language=language, round=1)
        self.task = ReviewTask(iteration=self.iteration, language=language)
        self.person, self._version, self._comments = person, version, list(comments)

    def address(self, name: str, *parts: int | str) -> str:
        return address(f"trial_{name}", self.trial.pk, *parts) if self.trial else ""

    @cached_property
    def mine(self) -> None:
        return None

    @cached_property
    def last(self) -> None:
        return None

    @cached_property
    def answers(self) -> list[Answer]:
        rows = self._version.answers.select_related("activity", "version")
        return [
            Answer(0, row.activity_id, row.activity.kind, row.value, False, row.version.title, row.version.content, row.version.language)
            for row in rows
        ]

    @cached_property
    def comments(self) -> list[Said]:
        return self._comments

    def replies_to(self, comment: Said) -> Sequence[Replied]:
        return ()


def drafts(trial: TrialReview) -> list[Said]:
    """The comments of a trial that is being written."""
    return [_said(one, "draft", one.review_id) for one in trial.comments.all()]


def sent(trial: TrialReview) -> list[Said]:
    return [_said(one, "open", MINE) for one in trial.comments.all()]


def _said(one: TrialComment, state: str, whose: int) -> Said:
    place = (one.exact, one.prefix, one.suffix, one.start)
    return Said(one.pk, state, one.made_id, whose, 0, one.activity_id, one.field, *place, one.revision, None, one.text)


def said_by_reference(remarks: Sequence[Remark]) -> list[Said]:
    """Numbered from the end, so that no comment of a person has the same number."""
    return [
        Said(-number, "open", "", REFERENCE, 0, one.activity, one.field, one.exact, one.prefix, one.suffix, one.start, 0, None, one.text)
        for number, one in enumerate(remarks, 1)
    ]


class ComparedNotes(NotesHtml):
    """Comments of both reviews, each with whose it is."""

    def __init__(self, about: Round, names: dict[int, str]):
        super().__init__(about, can_write=False)
        self.names = names

    def of(self, one: Placed, number: int) -> str:
        comment = one.comment
        is_reference = comment.review_id == REFERENCE
        filled = {
            "key": one.key,
            "number": str(number),
            "who": escape(self.names[comment.review_id]),
            "quotation": quotation_html(comment) if comment.exact and not one.found else "",
            "text": escape(comment.text),
        }
        key = (self.language, self.spoken, is_reference, one.found is not None)
        context = {
            "language": self.language, "said_in": self.spoken, "is_reference": is_reference, "is_placed": one.found is not None
        }  # fmt: skip
        return skeleton("trials/note.html", key, lambda: context).fill(filled).strip()


def names_of(trial: TrialReview | None, person: User) -> dict[int, str]:
    """Whose the two reviews are, to whoever reads them."""
    mine = _("You") if trial is None or trial.reviewer_id == person.pk else str(trial.reviewer)
    return {MINE: mine, REFERENCE: _("The reference")}
