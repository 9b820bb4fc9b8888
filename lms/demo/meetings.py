"""The demo's supervision meetings: one behind, with what was on its agenda, who was there, what was said and agreed and which day was
confirmed; one ahead, with a case on its agenda and a learner invited."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from courses.consultations.actions.offering import Offer
from courses.enrolment.models import Cohort
from courses.internships.actions.closing import Decision
from courses.internships.models import Placement, PracticeEntry
from courses.meetings.actions.agenda import carry_over, put_case
from courses.meetings.actions.attending import Mark, mark
from courses.meetings.actions.booking import book, invite
from courses.meetings.actions.closing import close_at
from courses.meetings.actions.minuting import agree, close_minutes, note_of, save_note
from courses.meetings.actions.offering import offer
from courses.meetings.models import Attendance, Case, Meeting
from courses.mentorship.models import ReviewTask
from lms.accounts.models import User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

ZONE = "Europe/Kyiv"
WHERE = "Библиотека, читальный зал"
ABOUT = "Как идёт практика и что мешает"
OF_WORK = "Три круга об одном и том же: не слишком ли я строга?"
TOPIC, OF_TOPIC = "Когда просят написать за них", "Как отказать и не обидеть?"
SAID_OF_WORK = "Прочли вслух. Описание уже понятно соседке; дальше – только пример. Четвёртого круга о словах не просить."
SAID_OF_TOPIC = "Первое предложение пишет участник, второе – вместе. Продолжим в следующий раз."
IN_GENERAL = "Практика идёт, автобус по средам не ходит – переносим визиты на четверг."
AGREED = "Предупредить библиотеку о четверге"


@transaction.atomic
def load_meetings(*, cohort: Cohort, learner: User, mentor: User, supervisor: User) -> None:
    """Only once: later it is their own."""
    if Meeting.objects.filter(cohort=cohort).exists():
        return
    placement = Placement.objects.filter(cohort=cohort).first()
    following = Offer(starts_at=_on_thursday(1), minutes=90, zone=ZONE, where=WHERE, seats=8, about=ABOUT)
    ahead = offer(cohort=cohort, by=supervisor, what=following, placement=placement, is_sure=True)
    _behind(cohort, placement, mentor, supervisor)
    book(meeting=ahead, person=mentor)
    if placement:
        invite(meeting=ahead, learner=learner, by=supervisor)


def _behind(cohort: Cohort, placement: Placement | None, mentor: User, supervisor: User) -> None:
    past = Meeting(cohort=cohort, offered_by=supervisor, placement=placement, time_zone=ZONE, where=WHERE, seats=8, about=ABOUT)
    past.set_time(now() - timedelta(days=1, hours=2), 90)
    past.save()
    place = Attendance.objects.create(meeting=past, person=mentor, seat=1, state=Attendance.State.BOOKED, booked_at=past.starts_at)
    task = ReviewTask.objects.filter(cohort=cohort, state__in=ReviewTask.SETTLED).order_by("pk").first()
    if task:
        _write(past, mentor, SAID_OF_WORK, put_case(meeting=past, by=mentor, task=task, about=OF_WORK))
    topic = put_case(meeting=past, by=mentor, topic=TOPIC, about=OF_TOPIC)
    _write(past, supervisor, SAID_OF_TOPIC, topic)
    _write(past, supervisor, IN_GENERAL)
    due_on = (now() + timedelta(days=3)).date()
    agree(meeting=past, by=supervisor, made_id=new_ulid(), text=AGREED, who=mentor, due_on=due_on)
    mark(meeting=past, by=supervisor, marks={place.pk: Mark(place.state, was_there=True)}, lasted=80)
    waiting = PracticeEntry.objects.submitted().filter(participation__placement=placement).order_by("day", "pk")[:1] if placement else []
    if decisions := [Decision(entry.pk, entry.last_number, is_confirmed=True) for entry in waiting]:
        close_at(meeting=past, decisions=decisions, by=supervisor)
    close_minutes(meeting=past, by=supervisor)
    carry_over(case=topic)


def _write(meeting: Meeting, by: User, text: str, case: Case | None = None) -> None:
    save_note(note=note_of(meeting=meeting, case=case), by=by, change=Change(new_ulid(), 0, {"text": text}))


def _on_thursday(weeks: int) -> datetime:
    day = now().astimezone(ZoneInfo(ZONE)).replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=2)
    return day + timedelta(days=(3 - day.weekday()) % 7, weeks=weeks - 1)
