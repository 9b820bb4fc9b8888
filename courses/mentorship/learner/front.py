"""The assignment's own page: what is asked, what is there to hand in, how it stands, what was said before."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language

from cms.blocks import markdown
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import may_write
from lms.accounts.device import device_html
from lms.core.codes import shown
from lms.core.log.ulid import new_ulid
from lms.core.log.wording import saved_words

from ..assignment_definition import Asked, AssignmentDefinition, from_json
from ..gathering import Gathered, gather
from ..models import Assignment, MentorRequest, Pairing, Submission, SubmissionFile
from ..rubric_shown import current_rubric, rubric_html
from ..rules import Refusal
from ..where import Where, wheres_of
from . import words
from .gathered import Line, lines_of
from .history import rows_of
from .place import place_of, wording_of
from .voice import asked_words

State = Submission.State


class Front:
    """`assignment` belongs to the course of `enrolment`; `submission` is not stored before something is kept."""

    def __init__(self, enrolment: Enrolment, assignment: Assignment, submission: Submission | None):
        self.enrolment, self.assignment = enrolment, assignment
        self.submission = submission or Submission(enrolment=enrolment, assignment=assignment)
        self.definition = assignment.rules or AssignmentDefinition()
        self.wording = wording_of(enrolment, assignment)
        self.where: Where = wheres_of(enrolment, [assignment.pk])[assignment.pk]
        self.place = place_of(enrolment, assignment)

    @property
    def exists(self) -> bool:
        return self.wording is not None

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing can be handed in now, whatever is in it."""
        if not may_write(self.enrolment):
            return Refusal.NOT_STUDYING
        if self.assignment.retired_at is not None:
            return Refusal.RETIRED
        if self.where.window.is_not_open_yet(now()):
            return Refusal.NOT_OPEN
        return None

    @property
    def can_write(self) -> bool:
        return self.where.is_open and may_write(self.enrolment) and self.assignment.retired_at is None

    @cached_property
    def gathered(self) -> list[Gathered]:
        return gather(self.enrolment, self.assignment, self.definition, get_language() or "")

    def lines(self) -> list[Line]:
        return lines_of(self.gathered, self.place["lesson_url"])

    def files(self) -> list[SubmissionFile]:
        named = self.submission.value.get("files") or []
        return list(self.submission.files.filter(pk__in=named).order_by("pk")) if named else []

    def address(self, name: str, *more: int) -> str:
        return reverse(name, args=[self.enrolment.pk, self.assignment.pk, *more])

    def head(self) -> dict[str, Any]:
        """What every page about this assignment says of it."""
        return {
            "place": self.place,
            "assignment": {"title": self.wording.title, "language": self.wording.language},
        }

    def context(self, request: HttpRequest) -> dict[str, Any]:
        where = self.where
        return self.head() | {
            "brief": markdown.render(from_json(self.wording.content).brief, top_heading=3),
            "dates": words.dates_words(where),
            "state": words.state_words(where),
            "state_kind": _KINDS.get(where.state, ""),
            "until": words.until_words(where),
            "open_words": words.open_words(where.open_comments) if where.open_comments and where.state == State.RETURNED else "",
            "answer_url": self._answer_url(),
            "notice": self._notice(),
            "can_write": self.can_write,
            "lines": self.lines() if where.is_open else [],
            "text": self._text(request),
            "files": self._files(),
            "rubric": self._rubric(),
            "check_url": self.address("hand_in_assignment") if self.can_write and self.refusal is None else "",
            "receipt": self._receipt(),
            "history": rows_of(self.submission) if self.submission.pk else [],
            "mentor": self._mentor(),
        }

    def _notice(self) -> str:
        if not self.where.is_open:
            return ""
        return str(self.refusal.label) if self.refusal else words.late_words(self.where.window)

    def _answer_url(self) -> str:
        has_answer = self.where.state in (State.RETURNED, State.ACCEPTED, State.CLOSED)
        if not has_answer or self.where.number is None:
            return ""
        return self.address("assignment_round", self.where.number) + "#first-open"

    def _text(self, request: HttpRequest) -> dict[str, Any] | None:
        """The learner's own text: a field that saves itself, or what was written."""
        definition, submission = self.definition, self.submission
        if definition.text == Asked.NO or not self.where.is_open:
            return None
        prompt = from_json(self.wording.content).text_prompt
        session = f"{reverse('submission_session')}?enrolment={self.enrolment.pk}"
        return {
            "prompt": markdown.render(prompt, top_heading=3) if prompt else "",
            "is_required": definition.text == Asked.REQUIRED,
            "value": submission.value.get("text", ""),
            "save_url": self.address("save_submission") + f"?l={get_language()}",
            "base": submission.revision,
            "change_id": new_ulid(),
            "state": saved_words(submission.changed_at) if submission.revision else "",
            "device": device_html(request.user, session) if self.can_write else "",  # type: ignore[arg-type]
        }

    def _files(self) -> dict[str, Any] | None:
        most = self.definition.files
        if not most or not self.where.is_open:
            return None
        there = self.files()
        return {
            "there": there,
            "takes_more": self.can_write and len(there) < most,
            "most": most,
            "add_url": self.address("add_submission_file"),
        }

    def _rubric(self) -> str:
        language = get_language() or ""
        found = current_rubric(self.definition.rubric, language) if self.definition.rubric else None
        return rubric_html(found.words, language=found.language, heading=3) if found else ""

    def _receipt(self) -> dict[str, str] | None:
        if self.where.state != State.HANDED_IN or self.where.number is None:
            return None
        can_take_back = not self.where.is_opened and not self.where.is_appeal
        return {
            "code": shown(self.where.receipt),
            "url": self.address("assignment_receipt", self.where.number),
            "round_url": self.address("assignment_round", self.where.number),
            "take_back_url": self.address("take_back") if can_take_back else "",
        }

    def _mentor(self) -> dict[str, str]:
        """Whom the learner has, and the door to another one."""
        pairing = Pairing.objects.current().filter(enrolment=self.enrolment).select_related("mentor").first()
        asked = MentorRequest.objects.filter(enrolment=self.enrolment).order_by("-pk").first()
        name = pairing.mentor.name if pairing else ""
        return {
            "name": name,
            "asked": asked_words(asked),
            "answer": asked.answer if asked and asked.settled_at else "",
            "ask_url": self.address("ask_for_another_mentor") if pairing and not (asked and asked.settled_at is None) else "",
        }


_KINDS: dict[str, str] = {State.RETURNED: "warning", State.ACCEPTED: "success", State.CLOSED: "success"}
