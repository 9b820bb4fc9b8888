"""The letters about consultations: to the learner with the entry for the calendar, to the mentor one a day at most with what is new."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enrolment.barred import not_barred
from lms.accounts.models import User
from lms.calendars.entries import Status
from lms.calendars.writing import Method, invitation
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.digest import UNTIL, civil_hour, post_daily
from lms.notifications.kinds import MUST, Attachment, Group, LetterKind, Seen
from lms.notifications.message import zone_of
from lms.notifications.models import Letter

from .calendar import entry_of
from .models import Consultation, ConsultationEvent
from .wording import how_of, when_of

BOOKED, CHANGED, CANCELLED, MOVED_UP = "consultation_booked", "consultation_changed", "consultation_cancelled", "consultation_moved_up"
REMINDER, NEWS = "consultation_reminder", "consultations_new"
TOLD_BY_PAGE = {CHANGED, CANCELLED, MOVED_UP, REMINDER}  # of the consultation; that it is booked is a letter to keep
SHOWN = 12
State = Consultation.State
What = ConsultationEvent.What


def post_booked(consultation: Consultation) -> None:
    _post(BOOKED, consultation)


def post_changed(consultation: Consultation) -> None:
    _post(CHANGED, consultation)


def post_cancelled(consultation: Consultation) -> None:
    _post(CANCELLED, consultation)


def post_moved_up(consultation: Consultation) -> None:
    _post(MOVED_UP, consultation)


def _post(kind: str, consultation: Consultation) -> None:
    """Once for each change. Somebody without an account gets no letter."""
    if person := consultation.person:
        key = f"{consultation.pk}:{consultation.sequence}"
        post_letter(kind=kind, person=person, subject_key=key, context={"consultation": consultation.pk, "sequence": consultation.sequence})


def _consultation(letter: Letter) -> Consultation | None:
    around = ("slot", "mentor", "learner", "visitor__account", "cohort")
    found = Consultation.objects.of(letter.person).select_related(*around).filter(pk=letter.context.get("consultation"))
    return found.first()


def _is_as_then(letter: Letter, *states: str) -> bool:
    """Nothing has changed since; else a newer letter says how it is now."""
    one = _consultation(letter)
    return one is not None and one.sequence == letter.context["sequence"] and one.state in states


def _still_booked(letter: Letter) -> bool:
    return _is_as_then(letter, State.BOOKED)


def _still_cancelled(letter: Letter) -> bool:
    return _is_as_then(letter, State.CANCELLED)


def _context(letter: Letter) -> dict[str, Any]:
    one = _consultation(letter)
    if one is None:
        raise LookupError(f"Letter {letter.pk} is about a consultation that is not there.")
    last = one.events.order_by("-at", "-pk").first()
    return {
        "mentor": str(one.mentor or ""),
        "when": when_of(one),
        "how": how_of(one),
        "about": one.slot.about if one.slot else "",
        "reason": last.reason if last and last.what == What.CANCELLED else "",
        "is_by_me": last is not None and last.by_id == letter.person_id,
        "link": absolute(reverse("consultation", args=[one.pk])),
    }


def _calendar(letter: Letter) -> list[Attachment]:
    one = _consultation(letter)
    if one is None or one.slot is None:
        return []
    entry = entry_of(one)
    method = Method.CANCEL if entry.status is Status.CANCELLED else Method.REQUEST
    content = invitation(entry, method=method, person=letter.person)
    return [Attachment("consultation.ics", content, f"text/calendar; method={method.value}")]


def post_reminders(at: datetime | None = None) -> int:
    """The day before, once for each time, ready when the day's letter goes. Who booked that very day has just had a letter. Returns how
    many."""
    at = at or now()
    ahead = Consultation.objects.filter(state=State.BOOKED, starts_at__gt=at, starts_at__lt=at + timedelta(hours=48))
    return sum(_remind(one, at) for one in ahead.select_related("learner", "visitor__account").order_by("pk").iterator(chunk_size=200))


def _remind(consultation: Consultation, at: datetime) -> bool:
    person = consultation.person
    if person is None or consultation.starts_at is None or consultation.booked_at is None:
        return False
    zone = zone_of(person)
    local, day = localtime(at, zone), localtime(consultation.starts_at, zone).date() - timedelta(days=1)
    if local.date() != day or local.time() >= UNTIL or localtime(consultation.booked_at, zone).date() == day:
        return False
    key = f"{consultation.pk}:{consultation.starts_at:%Y-%m-%dT%H:%M}"
    if Letter.objects.filter(kind=REMINDER, person=person, subject_key=key).exists():
        return False
    context = {"consultation": consultation.pk, "sequence": consultation.sequence}
    post_letter(kind=REMINDER, person=person, subject_key=key, context=context, due_at=civil_hour(person, at))
    return True


def _still_ahead(letter: Letter) -> bool:
    one = _consultation(letter)
    return one is not None and one.state == State.BOOKED and one.starts_at is not None and one.starts_at > now()


def _until_the_day(letter: Letter) -> datetime | None:
    """It says “tomorrow”: when the day has come it is too late."""
    one = _consultation(letter)
    if one is None or one.starts_at is None:
        return None
    zone = zone_of(letter.person)
    return datetime.combine(localtime(one.starts_at, zone).date(), time.min, zone)


def post_news() -> int:
    """Tell those who offer times what is new. Returns how many letters."""
    people = User.objects.filter(pk__in=ConsultationEvent.objects.not_told().values("tells")).order_by("pk")
    return sum(post_daily(kind=NEWS, person=person, untold=ConsultationEvent.objects.not_told().filter(tells=person)) for person in people)


def _news(letter: Letter) -> list[ConsultationEvent]:
    """The last thing that happened to each, of what is still to come or waits; not of learners whom they are kept away from."""
    around = ("consultation__slot", "consultation__learner", "consultation__visitor", "consultation__mentor")
    latest: dict[int, ConsultationEvent] = {}
    told = ConsultationEvent.objects.filter(letter=letter).select_related(*around).order_by("at", "pk")
    for event in not_barred(told, person=letter.person, learner="consultation__learner"):
        if not event.consultation.has_begun():
            latest[event.consultation_id] = event
    return list(latest.values())


def _news_needed(letter: Letter) -> bool:
    return bool(_news(letter))


def _news_context(letter: Letter) -> dict[str, Any]:
    events = _news(letter)
    return {
        "count": len(events),
        "lines": [_line(event) for event in events[:SHOWN]],
        "more": max(len(events) - SHOWN, 0),
        "link": absolute(reverse("mentor_consultations")),
    }


def _line(event: ConsultationEvent) -> str:
    one = event.consultation
    words = {"name": one.who, "when": when_of(one)}
    if one.state == State.CANCELLED:
        return _("%(name)s does not come: %(when)s.") % words if words["when"] else _("%(name)s no longer asks for a time.") % words
    if one.state == State.ASKED:
        return _("%(name)s is on the waiting list: %(when)s.") % words if words["when"] else _("%(name)s asks you for a time.") % words
    return _("%(name)s comes: %(when)s.") % words


_variables = {
    "mentor": gettext_lazy("The name of the mentor, where one is known"),
    "when": gettext_lazy("Day and time, in the time zone of whoever gets the letter"),
}
_with_calendar = partial(LetterKind, group=Group.MEETING, context=_context, attachments=_calendar, variables=_variables)

KINDS = [
    _with_calendar(key=BOOKED, label=gettext_lazy("A consultation is booked"), still_needed=_still_booked, seen=Seen.NEVER),
    _with_calendar(key=CHANGED, label=gettext_lazy("A consultation has moved"), still_needed=_still_booked, priority=MUST),
    _with_calendar(key=CANCELLED, label=gettext_lazy("A consultation is cancelled"), still_needed=_still_cancelled, priority=MUST),
    _with_calendar(key=MOVED_UP, label=gettext_lazy("A place has become free"), still_needed=_still_booked, priority=MUST),
    LetterKind(
        key=REMINDER,
        group=Group.MEETING,
        label=gettext_lazy("Your consultation is tomorrow"),
        context=_context,
        still_needed=_still_ahead,
        seen=Seen.PAGE,
        good_until=_until_the_day,
        variables=_variables,
    ),
    LetterKind(
        key=NEWS,
        group=Group.DUTIES,
        label=gettext_lazy("What is new about your consultations"),
        context=_news_context,
        still_needed=_news_needed,
        seen=Seen.PAGE,
        variables={"count": gettext_lazy("How many there are")},
    ),
]
