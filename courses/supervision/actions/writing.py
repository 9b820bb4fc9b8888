"""What a supervisor and a mentor write to each other."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from courses.workbook.kinds.base import clean_text
from lms.accounts.models import User
from lms.core.log.actions import Change, NoLongerOpen, Outcome, append
from lms.core.log.merge import Merged, merge_text

from ..models import Conversation, Message, MessageRevision, SampledReview
from ..rules import Refusal, Refused, may_write


def conversation_of(*, supervisor: User, mentor: User) -> Conversation:
    """The one of the two; begun if there is none."""
    return Conversation.objects.get_or_create(supervisor=supervisor, mentor=mentor)[0]


def next_number(conversation: Conversation, person: User) -> int:
    """Of the message that the person is writing or would write next."""
    mine = Message.objects.filter(conversation=conversation, by=person)
    draft = mine.filter(sent_at=None).order_by("number").values_list("number", flat=True).first()
    return draft or (mine.aggregate(last=Max("number"))["last"] or 0) + 1


def begin_message(*, conversation: Conversation, by: User, number: int) -> Message:
    """The stored draft of this number: two devices that begin it at the same moment get the same. Raises Refused where the number is not
    that of the next one, or nothing may be written."""
    made = Message.objects.filter(conversation=conversation, by=by, number=number).first()
    if made is None:
        if not may_write(conversation):
            raise Refused(Refusal.ENDED)
        if number != next_number(conversation, by):
            raise Refused(Refusal.MESSAGE_SENT)
        made, _is_new = Message.objects.get_or_create(conversation=conversation, by=by, number=number)
    return made


def keep_message(*, message: Message, change: Change) -> Outcome:
    """Raises Refused, NotAccepted, TooManyWriters."""
    if message.sent_at is not None:
        raise Refused(Refusal.MESSAGE_SENT)
    value = {"text": clean_text(change.value.get("text"))}
    change = Change(change.id, change.base, value, change.follows_sent)
    try:
        return append(log=message, change=change, merge=_merge, only_while={"sent_at": None})
    except NoLongerOpen as closed:
        raise Refused(Refusal.MESSAGE_SENT) from closed


def _merge(base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    merged = merge_text(None if base is None else str(base.get("text", "")), str(ours.get("text", "")), str(theirs.get("text", "")))
    return Merged({"text": merged.value}, merged.loses)


@transaction.atomic
def send_message(*, message: Message, about: SampledReview | None = None) -> None:
    """Said twice it is said once. Raises Refused."""
    conversation = Conversation.objects.select_related("supervisor", "mentor").get(pk=message.conversation_id)
    if not may_write(conversation):
        raise Refused(Refusal.ENDED)
    message = Message.objects.select_for_update(no_key=True).get(pk=message.pk)  # nobody keeps other words meanwhile
    if message.sent_at is not None:
        return
    if not message.text.strip():
        raise Refused(Refusal.EMPTY)
    at = now()
    Message.objects.filter(pk=message.pk).update(sent_at=at, about=about)
    Conversation.objects.filter(pk=conversation.pk).update(written_at=at)


@transaction.atomic
def send_sharing(*, conversation: Conversation, by: User, about: SampledReview) -> Message:
    """Says that the second review is shared."""
    at = now()
    made = Message.objects.create(conversation=conversation, by=by, about=about, shares=True, value={"text": ""}, sent_at=at)
    Conversation.objects.filter(pk=conversation.pk).update(written_at=at)
    return made


def mark_read(*, conversation: Conversation, by: User) -> None:
    """What the other one wrote. A repeat changes nothing."""
    Message.objects.unread().filter(conversation=conversation).exclude(by=by).update(read_at=now())


@transaction.atomic
def take_back(*, message: Message) -> None:
    """As long as the other one has not read it; its words go. A repeat changes nothing. Raises Refused."""
    unread = Message.objects.unread().filter(pk=message.pk, shares=False)
    if unread.update(taken_back_at=now(), value={"text": ""}, kept_number=None, about=None):
        MessageRevision.objects.filter(log=message.pk).update(value={}, sent=None)
    elif Message.objects.filter(pk=message.pk, taken_back_at=None).exists():
        raise Refused(Refusal.READ)
