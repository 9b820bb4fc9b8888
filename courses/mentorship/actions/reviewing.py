"""What a mentor writes, and sending it. States and who moves them: docs/mentorship.md."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.catalogue.models import Activity
from courses.enrolment.actions import complete_activity
from courses.enrolment.working_days import local_day
from courses.workbook.kinds.base import clean_text
from lms.accounts.models import User
from lms.core.log.actions import Change, NoLongerOpen, Outcome, append
from lms.core.log.merge import Merged, merge_single, merge_text
from lms.core.saving.sent import NotAccepted, not_understood

from ..anchors import Passage
from ..defaults import WEEK_TO_ANSWER
from ..models import Comment, Review, ReviewTask, Submission, TaskEvent
from ..models.review import Outcome as Verdict
from ..rules import Refusal, Refused
from ..signals import review_sent
from ..wording import missing_words
from .claiming import hold, why_not
from .offering import record

State = ReviewTask.State
What = TaskEvent.What


class NotComplete(Exception):
    """The review says too little to be sent; `problems` has what is missing, by field."""

    def __init__(self, problems: Mapping[str, str]):
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def keep_review(*, review: Review, change: Change) -> Outcome:
    """Keep what is typed, whoever has the task by now. Parts that the change does not name stay. Raises Refused, NotAccepted,
    TooManyWriters."""
    if review.sent_at is not None:
        raise Refused(Refusal.SETTLED)
    value = {"summary": "", "overall": "", "outcomes": {}, "levels": {}, **review.value, **clean_review(change.value)}
    change = Change(change.id, change.base, value, change.follows_sent)
    return _keep(log=review, change=change, merge=merge_review, only_while={"sent_at": None})


def _keep(**changed: Any) -> Outcome:
    """What is sent at this very moment stays as it was sent."""
    try:
        return append(**changed)
    except NoLongerOpen as closed:
        raise Refused(Refusal.SETTLED) from closed


def clean_review(value: Any) -> dict[str, Any]:
    """In its one form: known parts, known outcomes. Raises NotAccepted."""
    if not isinstance(value, dict):
        raise NotAccepted(not_understood())
    cleaned: dict[str, Any] = {}
    if "summary" in value:
        cleaned["summary"] = clean_text(value["summary"])
    if "overall" in value:
        cleaned["overall"] = _outcome(value["overall"])
    for part in ("outcomes", "levels"):
        chosen = value.get(part)
        if chosen is None:
            continue
        if not isinstance(chosen, dict) or len(chosen) > 200 or not all(isinstance(one, str) for one in (*chosen, *chosen.values())):
            raise NotAccepted(not_understood())
        cleaned[part] = {key: _outcome(one) if part == "outcomes" else one for key, one in chosen.items() if one}
    return cleaned


def _outcome(value: Any) -> str:
    if value not in ("", *Verdict.values):
        raise NotAccepted(not_understood())
    return value


def merge_review(base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """The summary by words, every choice by itself."""
    before = base or {}
    summary = merge_text(
        None if base is None else str(base.get("summary", "")), str(ours.get("summary", "")), str(theirs.get("summary", ""))
    )
    value: dict[str, Any] = {
        "summary": summary.value,
        "overall": merge_single(before.get("overall") or "", ours.get("overall") or "", theirs.get("overall") or "").value,
    }
    for part in ("outcomes", "levels"):
        was, mine, sent = (side.get(part) or {} for side in (before, ours, theirs))
        merged = {key: merge_single(was.get(key), mine.get(key), sent.get(key)).value for key in {**mine, **sent}}
        value[part] = {key: chosen for key, chosen in merged.items() if chosen}
    return Merged(value, summary.loses)


@transaction.atomic
def add_comment(
    *, review: Review, made_id: str, text: str, activity: Activity | None = None, field: str = "", about: Passage | None = None
) -> Comment:
    """A draft of a comment on a passage, an exercise, or (without both) the whole. The same `made_id` once more is the one that is there.
    Raises Refused, NotAccepted."""
    still = Review.objects.select_for_update(no_key=True).filter(pk=review.pk, sent_at=None)
    if still.first() is None:  # else nobody sends it, or makes the same comment, until this one is there
        raise Refused(Refusal.SETTLED)
    if made := Comment.objects.filter(review=review, made_id=made_id).first():
        return made
    place = {"exact": about.exact, "prefix": about.prefix, "suffix": about.suffix, "start": about.start, "end": about.end} if about else {}
    iteration = review.task.iteration
    return Comment.objects.create(
        review=review,
        made_id=made_id,
        submission_id=iteration.submission_id,
        iteration=iteration,
        activity=activity,
        field=field,
        value={"text": clean_text(text)},
        **place,
    )


def keep_comment(*, comment: Comment, change: Change) -> Outcome:
    """Raises Refused, NotAccepted, TooManyWriters."""
    if comment.state != Comment.State.DRAFT:
        raise Refused(Refusal.SETTLED)
    text = change.value.get("text") if isinstance(change.value, dict) else None
    value = {"text": clean_text(text)}
    change = Change(change.id, change.base, value, change.follows_sent)
    return _keep(log=comment, change=change, merge=merge_comment, only_while={"state": Comment.State.DRAFT})


def merge_comment(base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    merged = merge_text(None if base is None else str(base.get("text", "")), str(ours.get("text", "")), str(theirs.get("text", "")))
    return Merged({"text": merged.value}, merged.loses)


def remove_comment(*, comment: Comment) -> None:
    """Only a draft. A repeat changes nothing. Raises Refused."""
    if Comment.objects.filter(pk=comment.pk).exclude(state=Comment.State.DRAFT).exists():
        raise Refused(Refusal.SETTLED)
    Comment.objects.filter(pk=comment.pk, state=Comment.State.DRAFT).delete()


@transaction.atomic
def send_review(*, review: Review) -> None:
    """The learner gets it. Said twice it is said once. Raises Refused (somebody else has the task, the learner took it back) or
    NotComplete; then nothing has changed."""
    person = review.reviewer
    if person is None:
        raise Refused(Refusal.SETTLED)
    review = Review.objects.select_for_update(of=("self",)).select_related("task__iteration__rubric", "reviewer").get(pk=review.pk)
    if review.sent_at is not None:
        return
    if hold(task=review.task, person=person) is None:
        raise why_not(review.task)
    problems = what_is_missing(review)
    if problems:
        raise NotComplete(problems)
    at, verdict = now(), Verdict(review.value["overall"])
    rubric, levels = review.task.iteration.rubric, review.value.get("levels") or {}
    review.outcome, review.sent_at = verdict, at
    review.points = rubric.in_words(rubric.language).points(levels) if rubric else None
    try:
        with transaction.atomic():
            review.save(update_fields=["outcome", "points", "sent_at"])
    except IntegrityError as error:  # another review of this task was sent: it cannot be, as long as the claim holds
        raise Refused(Refusal.SETTLED) from error
    drafts = list(review.comments.filter(state=Comment.State.DRAFT))
    review.comments.filter(pk__in=[one.pk for one in drafts if not one.text.strip()]).delete()
    review.comments.filter(pk__in=[one.pk for one in drafts if one.text.strip()]).update(state=Comment.State.OPEN)
    settle(task=review.task, person=person, is_accepted=verdict == Verdict.ACCEPTED)
    review_sent.send(sender=Review, review=review)


def settle(*, task: ReviewTask, person: User, is_accepted: bool) -> None:
    """The task is answered and the submission moves. Call it while holding the task."""
    at, state = now(), State.ACCEPTED if is_accepted else State.RETURNED
    ReviewTask.objects.filter(pk=task.pk).update(state=state, settled_at=at, settled_by=person, claimed_by=None, claimed_until=None)
    record(task, What.ACCEPTED if is_accepted else What.RETURNED, by=person, at=at)
    closes = local_day(at + WEEK_TO_ANSWER, task.cohort) if is_accepted else None
    to = Submission.State.ACCEPTED if is_accepted else Submission.State.RETURNED
    Submission.objects.filter(pk=task.submission_id).update(state=to, closes_on=closes)
    if is_accepted and not task.iteration.is_unofficial:
        submission = Submission.objects.select_related("enrolment__cohort__course").get(pk=task.submission_id)
        complete_activity(enrolment=submission.enrolment, activity=submission.assignment_id)


def what_is_missing(review: Review) -> dict[str, str]:
    """By field, in words for the mentor."""
    rubric = review.task.iteration.rubric
    said = [str(review.value.get("summary") or ""), *(comment.text for comment in review.comments.all())]
    lacking = rubric.in_words(rubric.language).missing(review.value.get("levels") or {}) if rubric else ()
    return missing_words(
        has_overall=bool(review.value.get("overall")),
        says_something=any(words.strip() for words in said),
        criteria=[criterion.title for criterion in lacking],
    )


@transaction.atomic
def escalate(*, task: ReviewTask, person: User, reason: str) -> None:
    """The mentor passes a hard case to a supervisor. Their draft is kept. Raises Refused."""
    mine = ReviewTask.objects.held_by(person, now()).filter(pk=task.pk)
    state = {"state": State.ESCALATED, "is_for_supervisor": True, "claimed_by": None, "claimed_until": None, "offered_to": None}
    if not mine.update(**state, offered_until=None):
        raise why_not(task)
    record(task, What.ESCALATED, by=person, reason=reason)
