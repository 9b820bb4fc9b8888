"""Conversations and messages as their two people see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from lms.accounts.models import User
from lms.core.prepared import Prepared

from .models import Conversation, Message, SampledReview
from .rules import sampled_seen_by, shared_with


@dataclass(frozen=True)
class ConversationRow:
    conversation: Conversation
    other: User
    unread: int
    is_supervisor: bool


@dataclass(frozen=True)
class MessageRow:
    """`is_new`: the reader had not seen it before. `page`: where the review that it is `about` stands for the reader."""

    message: Message
    is_mine: bool
    is_new: bool
    about: SampledReview | None
    page: str
    at: datetime | None


def conversation_rows(person: User) -> list[ConversationRow]:
    """The latest first. One query."""
    unread = Q(messages__sent_at__isnull=False, messages__read_at=None, messages__taken_back_at=None) & ~Q(messages__by=person.pk)
    mine = Conversation.objects.of(person.pk).select_related("supervisor", "mentor").annotate(unread=Count("messages", filter=unread))
    return [
        ConversationRow(one, one.other(person), one.unread, one.supervisor_id == person.pk)
        for one in mine.order_by(F("written_at").desc(nulls_last=True), "-pk")
    ]


def message_rows(messages: Iterable[Message], person: User) -> list[MessageRow]:
    """In the order in which they were written; `messages` come the latest first. Two queries more."""
    messages = list(messages)
    named = [one.about_id for one in messages if one.about_id]
    about = _named(person).in_bulk(named) if named else {}
    return [
        MessageRow(
            message=one,
            is_mine=one.by_id == person.pk,
            is_new=one.by_id != person.pk and one.read_at is None,
            about=about.get(one.about_id),
            page=_page(about.get(one.about_id), person),
            at=one.sent_at,
        )
        for one in reversed(messages)
    ]


def _named(person: User) -> QuerySet[SampledReview]:
    """Which reviews messages may name to the person: those they supervise, and their own."""
    named = Q(pk__in=sampled_seen_by(person).read().values("pk")) | Q(review__reviewer=person.pk)
    return SampledReview.objects.filter(named).select_related("review__task__iteration__version")


def _page(about: SampledReview | None, person: User) -> str:
    """Both reviews side by side; for the mentor with whom they are not shared, their own."""
    if about is None:
        return ""
    if about.review.reviewer_id == person.pk and about.state != SampledReview.State.TALKED_OVER:
        return reverse("review_task", args=[about.review.task_id])
    return reverse("sampled_review", args=[about.pk])


def about_choice(person: User, conversation: Conversation, asked: str) -> SampledReview | None:
    """What the next message is about: a review of the conversation's mentor that was read a second time, and for the mentor was shared."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
        return None
    seen = sampled_seen_by(person).read() if conversation.supervisor_id == person.pk else shared_with(person)
    around = seen.filter(pk=int(asked), review__reviewer=conversation.mentor_id).select_related("review__task__iteration__version")
    return around.first()


def unread_of(person: User) -> tuple[int, int]:
    """How many conversations the person has, and how much in them is unread. One query, which every page of the desk asks."""
    found = _unread_in_each(person.pk)
    return len(found), sum(found)


def _unread_by_conversation(person: int) -> QuerySet:
    unread = Q(messages__sent_at__isnull=False, messages__read_at=None, messages__taken_back_at=None) & ~Q(messages__by=person)
    return Conversation.objects.of(person).order_by().values("pk").annotate(unread=Count("messages", filter=unread)).values_list("unread")


_unread_in_each: Prepared[int] = Prepared(Conversation, _unread_by_conversation, count=1, into=int)
