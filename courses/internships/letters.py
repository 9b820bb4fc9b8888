"""Letters about practice: what waits for the mentor, once a day at most; and that somebody has answered."""

from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy, ngettext

from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.kinds import CAN_WAIT, Group, LetterKind, Seen
from lms.notifications.message import zone_of
from lms.notifications.models import Letter

from .models import ChainLink, Closing, PracticeEntry
from .rules import entries_answered_by

WAITING, ANSWERED = "practice_waiting", "practice_answered"
EVENING = time(18)


def post_waiting(entry: PracticeEntry) -> None:
    """One letter for the mentor's day, in the evening: what was handed in until then is in it, what is answered by then is not. What comes
    later in the evening is the next one's."""
    mentor = entry.participation.placement.mentor
    if mentor is None or mentor.erased_at:
        return
    local = localtime(now(), zone_of(mentor))
    day = local.date() if local.time() < EVENING else local.date() + timedelta(days=1)
    post_letter(kind=WAITING, person=mentor, subject_key=day.isoformat(), due_at=datetime.combine(day, EVENING, zone_of(mentor)))


def post_answered(closing: Closing, enrolment: Enrolment) -> None:
    """Once for each answer, however many entries it was about."""
    context = {"closing": closing.pk, "enrolment": enrolment.pk}
    post_letter(kind=ANSWERED, person=enrolment.learner, subject_key=f"{closing.pk}:{enrolment.pk}", context=context)


def _still_waiting(person: User) -> int:
    theirs = entries_answered_by(User.objects.get(pk=person.pk)).filter(state=PracticeEntry.State.SUBMITTED)
    return theirs.filter(participation__placement__mentor=person.pk).count()


def _waiting_needed(letter: Letter) -> bool:
    return _still_waiting(letter.person) > 0


def _waiting_context(letter: Letter) -> dict[str, Any]:
    count = _still_waiting(letter.person)
    said = ngettext(
        "%(count)d entry of a practice log waits for you to confirm it or return it.",
        "%(count)d entries of practice logs wait for you to confirm them or return them.",
        count,
    )
    return {"sentence": said % {"count": count}, "count": count, "link": _link("mentor_practice")}


def _links(letter: Letter) -> list[ChainLink]:
    closing, enrolment = letter.context.get("closing"), letter.context.get("enrolment")
    links = ChainLink.objects.filter(closing=closing, participation__enrolment=enrolment, participation__enrolment__learner=letter.person)
    return list(links.select_related("entry"))


def _answered_needed(letter: Letter) -> bool:
    """Not about what is in other hands already: taken up by the learner again, or returned after it was confirmed."""
    return any(link.entry.last_number == link.number for link in _links(letter))


def _answered_context(letter: Letter) -> dict[str, Any]:
    """Only numbers: what was said is read on the site."""
    steps = [link.step for link in _links(letter)]
    confirmed, returned = steps.count(ChainLink.Step.CONFIRMED), steps.count(ChainLink.Step.RETURNED)
    yes = ngettext("%(count)d entry is confirmed.", "%(count)d entries are confirmed.", confirmed) % {"count": confirmed}
    no = ngettext("%(count)d entry comes back to you with a comment.", "%(count)d entries come back to you with a comment.", returned)
    return {
        "confirmed": yes if confirmed else "",
        "returned": no % {"count": returned} if returned else "",
        "link": _link("practice", letter.context["enrolment"]),
    }


def _link(name: str, *parts: Any) -> str:
    return absolute(reverse(name, args=parts))


KINDS = [
    LetterKind(
        key=WAITING,
        group=Group.DUTIES,
        label=gettext_lazy("Practice logs that wait for you"),
        context=_waiting_context,
        still_needed=_waiting_needed,
        seen=Seen.PAGE,
        priority=CAN_WAIT,
        variables={"count": gettext_lazy("How many there are"), "sentence": gettext_lazy("A sentence: what waits")},
    ),
    LetterKind(
        key=ANSWERED,
        label=gettext_lazy("Your practice log was answered"),
        context=_answered_context,
        still_needed=_answered_needed,
        seen=Seen.PAGE,
        priority=CAN_WAIT,
        variables={
            "confirmed": gettext_lazy("A sentence: how many entries are confirmed, if any is"),
            "returned": gettext_lazy("A sentence: how many entries come back, if any does"),
        },
    ),
]
