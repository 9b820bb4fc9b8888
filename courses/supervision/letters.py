"""The letter that says that somebody has written: one a day at most, by day, and never what."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from lms.accounts.models import User
from lms.core.links import absolute
from lms.notifications.digest import post_daily
from lms.notifications.kinds import CAN_WAIT, Group, LetterKind, Seen
from lms.notifications.models import Letter

from .models import Conversation, Message

WRITTEN = "supervision_written"


def post_written() -> int:
    """Tell everybody whom somebody has written to. Returns how many letters."""
    untold = Conversation.objects.filter(messages__in=Message.objects.not_told())
    people = {pk for pair in untold.values_list("supervisor", "mentor") for pk in pair}
    return sum(_post(person) for person in User.objects.filter(pk__in=people, erased_at=None).order_by("pk"))


def _post(person: User) -> bool:
    return post_daily(kind=WRITTEN, person=person, untold=Message.objects.not_told().to(person.pk))


def _unread(letter: Letter) -> list[Message]:
    """Of those that the letter is about; what has been read or taken back meanwhile needs none."""
    told = (
        Message.objects.unread()
        .to(letter.person_id)
        .filter(letter=letter)
        .select_related("conversation__supervisor", "conversation__mentor")
    )
    return list(told.order_by("sent_at", "pk"))


def _needed(letter: Letter) -> bool:
    return bool(_unread(letter))


def _context(letter: Letter) -> dict[str, Any]:
    unread = _unread(letter)
    names = list(dict.fromkeys(str(one.conversation.other(letter.person)) for one in unread))
    said = ngettext("%(names)s has written to you on the site.", "%(names)s have written to you on the site.", len(names))
    return {
        "sentence": said % {"names": ", ".join(names)},
        "names": ", ".join(names),
        "count": len(names),
        "link": absolute(reverse("supervision_letters")),
    }


KINDS = [
    LetterKind(
        key=WRITTEN,
        group=Group.DUTIES,
        label=gettext_lazy("Letters between supervisor and mentor"),
        context=_context,
        still_needed=_needed,
        seen=Seen.ASKED,
        priority=CAN_WAIT,
        variables={
            "names": gettext_lazy("The names of those who have written"),
            "sentence": gettext_lazy("A sentence: who has written"),
            "count": gettext_lazy("How many people have written"),
        },
    )
]
