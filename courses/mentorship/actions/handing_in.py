"""What the learner does with a submission. States and who moves them: docs/mentorship.md."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import now

from courses.enrolment.dates import window_of
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import may_write
from courses.workbook.kinds.base import clean_text
from lms.core.codes import new_code
from lms.core.log.actions import Change, NoLongerOpen, Outcome, append
from lms.core.log.merge import Merged, merge_set, merge_text
from lms.core.log.ulid import new_ulid
from lms.core.saving.sent import NotAccepted, not_understood
from lms.core.uploads import CheckedFile

from ..assignment_definition import Asked, AssignmentDefinition
from ..gathering import Gathered, gather
from ..letters import post_handed_in
from ..models import Assignment, Comment, Iteration, IterationAnswer, ReviewTask, Rubric, Submission, SubmissionFile, TaskEvent
from ..rules import Refusal, Refused
from ..written_language import language_by_letters
from .answering import tie_to_round
from .offering import open_task

State = Submission.State


def submission_of(*, enrolment: Enrolment, assignment: Assignment) -> Submission:
    """The stored one. Two devices that begin at the same moment get the same."""
    return Submission.objects.get_or_create(enrolment=enrolment, assignment=assignment)[0]


def save_draft(*, submission: Submission, change: Change) -> Outcome:
    """Keep the text that is added to the workbook. Raises Refused, NotAccepted, TooManyWriters."""
    _may_change(submission)
    text = change.value.get("text") if isinstance(change.value, dict) else None
    if text is None:
        raise NotAccepted(not_understood())
    value = {**submission.value, "text": clean_text(text)}
    return _append(submission, Change(change.id, change.base, value, change.follows_sent))


def _append(submission: Submission, change: Change) -> Outcome:
    """Into the draft. What is being handed in at this very moment is frozen without it, and whoever sent it is told."""
    try:
        return append(log=submission, change=change, merge=merge_draft, only_while={"state": submission.state})
    except NoLongerOpen:
        _may_change(submission)  # it has been read again
        raise Refused(Refusal.HANDED_IN) from None


def merge_draft(base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    text = merge_text(None if base is None else str(base.get("text", "")), str(ours.get("text", "")), str(theirs.get("text", "")))
    before = None if base is None else [str(one) for one in base.get("files", [])]
    files = merge_set(before, map(str, ours.get("files", [])), map(str, theirs.get("files", [])))
    value = {"text": text.value, "files": [int(one) for one in files.value]}
    return Merged({key: part for key, part in value.items() if part}, text.loses)


@transaction.atomic
def add_file(*, submission: Submission, definition: AssignmentDefinition, file: CheckedFile) -> SubmissionFile:
    """Add a file to the draft. The same once more is the one that is there. Raises Refused, NotAccepted."""
    _may_change(submission)
    named = submission.value.get("files", [])
    digest = hashlib.sha256(file.data).hexdigest()
    if len(named) >= definition.files and not SubmissionFile.objects.filter(submission=submission, sha256=digest, pk__in=named).exists():
        raise Refused(Refusal.TOO_MANY_FILES)
    facts = {"name": file.name, "content_type": file.content_type, "size": len(file.data)}
    row, is_new = SubmissionFile.objects.get_or_create(submission=submission, sha256=digest, defaults=facts)
    if is_new:
        row.file.save(file.name, ContentFile(file.data))
    if row.pk not in named:
        _name_files(submission, [*named, row.pk])
    return row


@transaction.atomic
def remove_file(*, submission: Submission, file_id: int) -> None:
    """Take a file out of the draft; rounds handed in before keep it. A repeat changes nothing. Raises Refused."""
    _may_change(submission)
    named = submission.value.get("files", [])
    if file_id in named:
        _name_files(submission, [one for one in named if one != file_id])


def _name_files(submission: Submission, files: list[int]) -> None:
    change = Change(new_ulid(), submission.revision, {**submission.value, "files": files})
    _append(submission, change)


def _may_change(submission: Submission) -> None:
    if not may_write(submission.enrolment):
        raise Refused(Refusal.NOT_STUDYING)
    if submission.assignment.retired_at is not None:
        raise Refused(Refusal.RETIRED)
    if submission.state == State.HANDED_IN:
        raise Refused(Refusal.HANDED_IN)
    if not submission.is_open:
        raise Refused(Refusal.FINISHED)


def hand_in(*, submission: Submission, language: str) -> Iteration:
    """Freeze a round and put it where somebody reads it. Said twice it is said once. Raises Refused; then nothing has changed."""
    for _ in range(5):
        try:
            return _hand_in(submission=submission, language=language)
        except IntegrityError as error:  # a receipt that is taken already: one in 10^11
            if "receipt" not in str(error):
                raise
    raise IntegrityError("no free receipt")


@transaction.atomic
def _hand_in(*, submission: Submission, language: str) -> Iteration:
    held = Submission.objects.select_for_update(of=("self",)).select_related(
        "enrolment__cohort__course", "enrolment__learner", "assignment__lesson__course"
    )
    submission = held.get(pk=submission.pk)
    if submission.state == State.HANDED_IN:
        return submission.iterations.standing().order_by("-number")[0]
    _may_change(submission)
    at, window = now(), window_of(submission.enrolment, submission.assignment_id)
    if window.is_not_open_yet(at):
        raise Refused(Refusal.NOT_OPEN)
    definition = submission.assignment.rules or AssignmentDefinition()
    iteration = _freeze(submission, definition, language, at, is_unofficial=window.is_closed(at))
    Submission.objects.filter(pk=submission.pk).update(state=State.HANDED_IN)
    submission.state = State.HANDED_IN
    tie_to_round(iteration=iteration)
    task = open_task(iteration=iteration, reason=ReviewTask.Reason.HAND_IN, is_last_round=iteration.round >= definition.rounds)
    post_handed_in(task)
    return iteration


def _freeze(submission: Submission, definition: AssignmentDefinition, language: str, at: datetime, *, is_unofficial: bool) -> Iteration:
    """The round as it stands now, with copies of the answers. Raises Refused where there is nothing to read."""
    gathered = gather(submission.enrolment, submission.assignment, definition, language)
    check_complete(definition, gathered, submission.value)
    text, source = submission.value.get("text", ""), submission.enrolment.cohort.course.source_language
    iteration = Iteration.objects.create(
        submission=submission,
        number=(submission.iterations.aggregate(last=Max("number"))["last"] or 0) + 1,
        round=submission.iterations.standing().count() + 1,
        handed_in_at=at,
        receipt=new_code(),
        language=language_by_letters([text, *(one.value for one in gathered)], shown_in=language, otherwise=source),
        version=submission.assignment.versions.current().get(language=source),
        rubric=_rubric(definition),
        text=text,
        is_unofficial=is_unofficial,
    )
    iteration.files.set(submission.files.filter(pk__in=submission.value.get("files", [])))
    IterationAnswer.objects.bulk_create(
        IterationAnswer(
            iteration=iteration,
            position=position,
            activity=one.activity,
            version=one.version,
            value=one.value,
            revision=one.revision,
            is_private=one.is_private,
        )
        for position, one in enumerate(gathered)
    )
    return iteration


def check_complete(definition: AssignmentDefinition, gathered: list[Gathered], draft: Mapping[str, Any]) -> None:
    """Raises Refused where there is nothing to read."""
    if definition.text == Asked.REQUIRED and not str(draft.get("text", "")).strip():
        raise Refused(Refusal.NO_TEXT)
    if all(one.is_blank for one in gathered) and not str(draft.get("text", "")).strip() and not draft.get("files"):
        raise Refused(Refusal.EMPTY)


def _rubric(definition: AssignmentDefinition) -> Any:
    rubric = Rubric.objects.filter(pk=definition.rubric).first() if definition.rubric else None
    return rubric.version if rubric else None


@transaction.atomic
def take_back(*, submission: Submission) -> None:
    """Only what nobody has opened. Everything is where it was before; a repeat changes nothing. Raises Refused."""
    Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)  # a second click waits for the first, and handing in for both
    task = ReviewTask.objects.open().filter(submission=submission).first()
    if task is None:
        return
    taken = ReviewTask.objects.open().filter(pk=task.pk, opened_at=None, reason=ReviewTask.Reason.HAND_IN)
    if not taken.update(state=ReviewTask.State.WITHDRAWN, claimed_by=None, claimed_until=None):
        raise Refused(Refusal.OPENED)
    Iteration.objects.filter(pk=task.iteration_id).update(withdrawn_at=now())
    Comment.objects.filter(addressed_in=task.iteration_id).update(addressed_in=None)
    before = submission.iterations.standing().exists()
    submission.state = State.RETURNED if before else State.DRAFT
    Submission.objects.filter(pk=submission.pk).update(state=submission.state)
    TaskEvent.objects.create(task=task, what=TaskEvent.What.WITHDRAWN, by=submission.enrolment.learner, at=now())
