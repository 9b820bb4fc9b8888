"""What supervision knows about a person: second reviews they wrote or had, and what they wrote and were written in private."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import Conversation, Message, MessageRevision, SampledReview, SecondReview, SecondRevision

CHOICES = ("overall", "outcomes", "levels")  # of a second review: what is no word


def export(person: User) -> dict[str, Any]:
    """A number of queries that does not grow with what there is. A mentor gets what was shared with them, a learner what was said of their
    work."""
    around = "sampled__review__task"
    seconds = SecondReview.objects.select_related(around).order_by("pk")
    mine = Message.objects.filter(conversation__in=Conversation.objects.of(person.pk), taken_back_at=None).select_related(
        "conversation__supervisor", "conversation__mentor"
    )
    letters = mine.exclude(sent_at=None, by__in=User.objects.exclude(pk=person.pk))
    return {
        "second_reviews_written": [_second(one) for one in seconds.by(person)],
        "second_reviews_of_my_reviews": [_second(one) for one in seconds.filter(sampled__review__reviewer=person, shared_at__isnull=False)],
        "second_reviews_of_my_work": [_second(one) for one in seconds.sent().filter(sampled__review__task__learner=person)],
        "letters": [_letter(one, person) for one in letters.order_by("conversation", "pk")],
    }


def _second(one: SecondReview) -> dict[str, Any]:
    return {
        "handed_in_at": one.sampled.review.task.handed_in_at,
        "sent_at": one.sent_at,
        "outcome": str(one.get_outcome_display()),
        "text": one.summary,
        "levels": one.value.get("levels") or {},
    }


def _letter(one: Message, person: User) -> dict[str, Any]:
    return {
        "with": str(one.conversation.other(person)),
        "mine": one.by_id == person.pk,
        "sent_at": one.sent_at,
        "read_at": one.read_at,
        "text": one.text,
    }


@transaction.atomic
def erase(person: User) -> None:
    """Safe to run twice."""
    _forget_as_learner(person)
    _forget_as_reader(person)
    _forget_letters(Conversation.objects.of(person.pk).values("pk"))


def _forget_as_learner(person: User) -> None:
    """What was said of their work goes; outcomes and levels stay, and count. Nobody goes on reading what says nothing any more."""
    theirs = {"sampled__review__task__learner": person}
    _empty(SecondReview.objects.filter(**theirs))
    SampledReview.objects.waiting().filter(review__task__learner=person).update(reader=None, taken_until=None)


def _forget_as_reader(person: User) -> None:
    """What was never sent goes, and nothing stays in their hands; what was sent stays, without a name."""
    drafts = SecondReview.objects.by(person).filter(sent_at=None)
    SecondRevision.objects.filter(log__in=drafts).update(value={}, sent=None)
    drafts.update(value={}, kept_number=None)
    SampledReview.objects.waiting().filter(reader=person).update(reader=None, taken_until=None)
    for one in SampledReview.objects.filter(looked=person):
        one.looked.remove(person)


def _empty(seconds: Iterable[SecondReview]) -> None:
    for one in seconds:
        choices = {key: one.value[key] for key in CHOICES if key in one.value}
        SecondRevision.objects.filter(log=one.pk).update(value={}, sent=None)
        SecondReview.objects.filter(pk=one.pk).update(value=choices, kept_number=None)


def _forget_letters(conversations: Any) -> None:
    """A private conversation goes with whoever leaves it: both wrote of each other. Times and counts stay."""
    MessageRevision.objects.filter(log__conversation__in=conversations).update(value={}, sent=None)
    Message.objects.filter(conversation__in=conversations).update(value={}, kept_number=None)


SUPERVISION = PersonalData(key="supervision", label=gettext_lazy("Supervision"), export=export, erase=erase)
