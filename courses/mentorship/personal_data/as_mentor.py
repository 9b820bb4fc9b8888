from typing import Any

from django.utils.timezone import now

from lms.accounts.models import User

from ..actions.claiming import back
from ..models import (
    Bar,
    BarEvent,
    Comment,
    CommentReply,
    MentorProfile,
    MentorRequest,
    Note,
    Pairing,
    Review,
    ReviewRevision,
    ReviewTask,
    SavedReply,
    TaskEvent,
)


def export(person: User) -> dict[str, Any]:
    """The person's own words, and what they said of themselves. Whom they were written to is not said."""
    reviews = Review.objects.by(person).prefetch_related("comments").order_by("pk")
    replies = CommentReply.objects.filter(by=person).exclude(comment__submission__enrolment__learner=person)
    profile = MentorProfile.objects.filter(person=person).first()
    return {
        "profile": _profile(profile) if profile else {},
        "reviews": [_review(one) for one in reviews],
        "replies": [{"at": one.at, "text": one.text} for one in replies.order_by("pk")],
        "notes": [{"at": one.at, "text": one.text} for one in Note.objects.filter(by=person).order_by("pk")],
        "saved_replies": [
            {"title": one.title, "language": one.language, "text": one.text}
            for one in SavedReply.objects.filter(person=person).order_by("pk")
        ],
        "learners": [{"from": one.begun_at, "until": one.ended_at} for one in Pairing.objects.filter(mentor=person).order_by("pk")],
        "deeds": [
            {"at": one.at, "what": str(one.get_what_display()), "reason": one.reason}
            for one in TaskEvent.objects.filter(by=person).exclude(task__learner=person).order_by("pk")
        ],
    }


def _profile(one: MentorProfile) -> dict[str, Any]:
    return {
        "languages": one.languages,
        "learners_at_once": one.capacity,
        "hours_a_week": one.hours,
        "away_from": one.away_from,
        "back_on": one.away_until,
    }


def _review(one: Review) -> dict[str, Any]:
    return {
        "sent_at": one.sent_at,
        "outcome": str(one.get_outcome_display()),
        "text": one.value.get("summary", ""),
        "comments": [comment.text for comment in one.comments.all()],
    }


def erase(person: User) -> None:
    """What was never sent goes, and nothing stays in the person's hands; what was sent belongs to the learners. Safe to run twice."""
    drafts = Review.objects.by(person).filter(sent_at=None)
    Comment.objects.filter(review__in=drafts).delete()
    ReviewRevision.objects.filter(log__in=drafts).update(value={}, sent=None)
    drafts.update(value={}, kept_number=None)
    MentorProfile.objects.filter(person=person).delete()
    SavedReply.objects.filter(person=person).delete()
    Bar.objects.filter(mentor=person).delete()
    BarEvent.objects.filter(mentor=person).delete()
    MentorRequest.objects.filter(mentor=person).update(mentor=None)
    Pairing.objects.current().filter(mentor=person).update(ended_at=now())
    ReviewTask.objects.open().filter(offered_to=person).update(offered_to=None, offered_until=None)
    held = ReviewTask.objects.open().filter(claimed_by=person)
    held.update(state=back(now()), claimed_by=None, claimed_until=None)
    ReviewTask.objects.filter(state=ReviewTask.State.OFFERED, offered_to=None).update(state=ReviewTask.State.QUEUED)
