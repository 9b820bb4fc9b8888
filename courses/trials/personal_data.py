"""What trial reviews tell of a person: what they wrote in them, and that somebody let them begin without."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import TrialComment, TrialReview, TrialReviewRevision, TrialWaiver


def export(person: User) -> dict[str, Any]:
    trials = TrialReview.objects.of(person).select_related("version").prefetch_related("comments").order_by("pk")
    waivers = TrialWaiver.objects.filter(person=person).select_related("course").order_by("pk")
    given = TrialWaiver.objects.filter(by=person).select_related("course").order_by("pk")
    return {
        "trial_reviews": [
            {
                "example": one.version.title,
                "begun_at": one.begun_at,
                "sent_at": one.sent_at,
                "text": one.value.get("summary", ""),
                "outcome": one.value.get("overall", ""),
                "comments": [comment.text for comment in one.comments.all()],
            }
            for one in trials
        ],
        "waived": [{"course": one.course.slug, "at": one.at, "reason": one.reason} for one in waivers],
        "waived_for_others": [{"course": one.course.slug, "at": one.at, "reason": one.reason} for one in given],
    }


@transaction.atomic
def erase(person: User) -> None:
    """Drafts go; of what was sent the words go, and that it was sent stays. Safe to run twice."""
    TrialReview.objects.of(person).filter(sent_at=None).delete()
    sent = TrialReview.objects.of(person)
    TrialComment.objects.filter(review__in=sent).delete()
    TrialReviewRevision.objects.filter(log__in=sent).update(value={}, sent=None)
    sent.update(value={}, kept_number=None)
    TrialWaiver.objects.filter(person=person).update(reason="")


TRIAL_REVIEWS = PersonalData(key="trials", label=_("Trial reviews"), export=export, erase=erase)
