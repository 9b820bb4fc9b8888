from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.timezone import now

from courses.workbook.kinds import KINDS
from courses.workbook.models import EntryFile
from lms.accounts.models import User
from lms.core.codes import shown

from ..models import (
    Bar,
    BarEvent,
    Comment,
    CommentReply,
    CommentRevision,
    Iteration,
    IterationAnswer,
    MentorRequest,
    Note,
    Pairing,
    Report,
    Review,
    ReviewRating,
    ReviewRevision,
    ReviewTask,
    Submission,
    SubmissionFile,
    SubmissionRevision,
    TaskEvent,
)

MINE = "enrolment__learner"
CHOICES = ("overall", "outcomes", "levels")  # of a review: what is no word


def export(person: User) -> dict[str, Any]:
    """A number of queries that does not grow with what there is."""
    names = dict(EntryFile.objects.of(person).values_list("pk", "name"))
    return {
        "assignments": [_submission(one, person, names) for one in _submissions(person)],
        "mentors": [
            {"mentor": one.mentor.name, "from": one.begun_at, "until": one.ended_at, "reason": one.reason, "why_it_ended": one.ended_reason}
            for one in Pairing.objects.filter(**{MINE: person}).select_related("mentor").order_by("pk")
        ],
        "requests_for_another_mentor": [
            {"asked_at": one.at, "reason": one.reason, "settled_at": one.settled_at, "answer": one.answer}
            for one in MentorRequest.objects.filter(**{MINE: person}).order_by("pk")
        ],
        "notes_of_mentors": [{"at": one.at, "text": one.text} for one in Note.objects.filter(**{MINE: person}).order_by("pk")],
        "never_read_by": [
            {"mentor": one.mentor.name, "reason": one.reason, "since": one.at}
            for one in Bar.objects.filter(learner=person).select_related("mentor").order_by("pk")
        ],
        "conflicts_of_interest": [
            {"at": one.at, "what": str(one.get_what_display()), "mentor": one.mentor.name, "reason": one.reason}
            for one in BarEvent.objects.filter(learner=person).select_related("mentor").order_by("pk")
        ],
    }


def _submissions(person: User) -> Iterable[Submission]:
    reviews = Review.objects.sent().select_related("reviewer", "rating").prefetch_related("reports").order_by("sent_at")
    tasks = ReviewTask.objects.order_by("pk").prefetch_related(Prefetch("reviews", reviews))
    comments = Comment.objects.exclude(state=Comment.State.DRAFT).prefetch_related("replies")
    answers = IterationAnswer.objects.select_related("version", "activity")
    rounds = Iteration.objects.select_related("version").prefetch_related(
        Prefetch("answers", answers), Prefetch("tasks", tasks), Prefetch("comments", comments), "files"
    )
    mine = Submission.objects.of(person).select_related("assignment__lesson__course").order_by("pk")
    return mine.prefetch_related(Prefetch("iterations", rounds), Prefetch("revisions", SubmissionRevision.objects.order_by("number")))


def _submission(one: Submission, person: User, names: dict[int, str]) -> dict[str, Any]:
    rounds = list(one.iterations.all())
    return {
        "course": one.assignment.lesson.course.slug,
        "lesson": one.assignment.lesson.slug,
        "assignment": rounds[-1].version.title if rounds else one.assignment.block_id,
        "state": str(one.get_state_display()),
        "text_as_it_stands": one.value.get("text", ""),
        "versions_of_the_text": [
            {"saved_at": revision.created_at, "text": value.get("text", "")}
            for revision in one.revisions.all()
            for value in ([revision.value] if revision.sent is None else [revision.sent, revision.value])
        ],
        "rounds": [_round(each, person, names) for each in rounds],
    }


def _round(one: Iteration, person: User, names: dict[int, str]) -> dict[str, Any]:
    return {
        "number": one.number,
        "handed_in_at": one.handed_in_at,
        "receipt": shown(one.receipt),
        "language": one.language,
        "unofficial": one.is_unofficial,
        "taken_back_at": one.withdrawn_at,
        "answers": [_answer(each, names) for each in one.answers.all()],
        "text": one.text,
        "files": [file.name for file in one.files.all()],
        "appeals": [{"at": task.handed_in_at, "words": task.appeal} for task in one.tasks.all() if task.appeal],
        "answered": [_review(review) for task in one.tasks.all() for review in task.reviews.all()],
        "comments": [
            {
                "about": each.exact,
                "text": each.text,
                "state": str(each.get_state_display()),
                "replies": [{"mine": said.by_id == person.pk, "at": said.at, "text": said.text} for said in each.replies.all()],
            }
            for each in one.comments.all()
        ],
    }


def _answer(one: IterationAnswer, names: dict[int, str]) -> dict[str, Any]:
    answer = KINDS[one.activity.kind].shown(one.value, {**one.version.content, "names": names})
    return {"exercise": one.version.title, "answer": answer.as_text(), "kept_private": one.is_private}


def _review(one: Review) -> dict[str, Any]:
    rating = getattr(one, "rating", None)
    return {
        "at": one.sent_at,
        "by": one.reviewer.name if one.reviewer else "",
        "seen_at": one.seen_at,
        "outcome": str(one.get_outcome_display()),
        "points": one.points,
        "text": one.value.get("summary", ""),
        "helped": rating.is_helpful if rating else None,
        "why": rating.why if rating else "",
        "reports": [{"at": each.at, "text": each.text, "answer": each.answer} for each in one.reports.all()],
    }


def erase(person: User) -> None:
    """Safe to run twice."""
    for file in SubmissionFile.objects.of(person):
        transaction.on_commit(partial(file.file.storage.delete, file.file.name))
    SubmissionFile.objects.of(person).delete()
    SubmissionRevision.objects.filter(log__enrolment__learner=person).update(value={}, sent=None)
    Submission.objects.of(person).update(value={}, kept_number=None)
    Iteration.objects.filter(submission__enrolment__learner=person).update(text="")
    IterationAnswer.objects.filter(iteration__submission__enrolment__learner=person).update(value={})
    _forget_what_was_said(person)
    _nobody_waits(person)
    Note.objects.filter(**{MINE: person}).delete()
    Bar.objects.filter(learner=person).delete()
    BarEvent.objects.filter(learner=person).delete()
    MentorRequest.objects.filter(**{MINE: person}).update(reason="", answer="")
    Pairing.objects.filter(**{MINE: person}).update(reason="", ended_reason="")
    Pairing.objects.current().filter(**{MINE: person}).update(ended_at=now())


def _forget_what_was_said(person: User) -> None:
    """Comments quote the learner, and every answer speaks of them; outcomes, levels and points stay."""
    about = {"submission__enrolment__learner": person}
    CommentReply.objects.filter(comment__submission__enrolment__learner=person).update(text="")
    CommentRevision.objects.filter(log__submission__enrolment__learner=person).update(value={}, sent=None)
    Comment.objects.filter(**about).update(value={}, kept_number=None, exact="", prefix="", suffix="")
    ReviewRevision.objects.filter(log__task__learner=person).update(value={}, sent=None)
    for review in Review.objects.filter(task__learner=person):
        choices = {key: review.value[key] for key in CHOICES if key in review.value}
        Review.objects.filter(pk=review.pk).update(value=choices, kept_number=None)
    ReviewRating.objects.filter(review__task__learner=person).update(why="")
    Report.objects.filter(review__task__learner=person).update(text="", answer="")
    ReviewTask.objects.filter(learner=person).update(appeal="")
    TaskEvent.objects.filter(task__learner=person).update(reason="")


def _nobody_waits(person: User) -> None:
    """Nobody is left with a task that says nothing."""
    State = ReviewTask.State
    open_ = list(ReviewTask.objects.open().filter(learner=person))
    ReviewTask.objects.open().filter(pk__in=[task.pk for task in open_]).update(state=State.WITHDRAWN, claimed_by=None, claimed_until=None)
    TaskEvent.objects.bulk_create(TaskEvent(task=task, what=TaskEvent.What.WITHDRAWN, at=now()) for task in open_)
    Submission.objects.of(person).exclude(state=Submission.State.CLOSED).update(state=Submission.State.CLOSED)
