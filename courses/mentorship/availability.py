"""When a mentor has time, and to whom they may give what waits for them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.enrolment.models import Cohort
from lms.accounts.models import Role, User

from .models import HandOver, MentorProfile, Pairing, ReviewTask
from .room import people_with, room_of

State = ReviewTask.State


@dataclass(frozen=True)
class Queue:
    """What a mentor could hand over."""

    tasks: int
    learners: int
    colleagues: list[User]

    @property
    def is_empty(self) -> bool:
        return not self.tasks and not self.learners


def queue_of(mentor: User) -> Queue:
    """With those who mentor in one of the same cohorts."""
    tasks = ReviewTask.objects.filter(unopened_of(mentor))
    pairings = Pairing.objects.current().filter(mentor=mentor)
    cohorts = Cohort.objects.filter(Q(pk__in=tasks.values("cohort")) | Q(pk__in=pairings.values("enrolment__cohort"))).select_related(
        "course"
    )
    colleagues = {person.pk: person for cohort in cohorts for person in people_with(Role.MENTOR, cohort) if person != mentor}
    return Queue(tasks.count(), pairings.count(), sorted(colleagues.values(), key=str))


def unopened_of(mentor: User) -> Q:
    """Waits for this mentor alone, or is taken and not opened yet."""
    theirs = Q(state=State.OFFERED, offered_to=mentor) | Q(state=State.CLAIMED, claimed_by=mentor)
    return theirs & Q(is_for_supervisor=False, opened_at=None)


def last_hand_over(mentor: User) -> HandOver | None:
    """That can still be undone."""
    done = HandOver.objects.filter(mentor=mentor, undone_at=None).select_related("to").first()
    return done if done and ReviewTask.objects.open().filter(pk__in=done.tasks.all(), opened_at=None).exists() else None


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def room_in_words(profile: MentorProfile) -> str:
    return _("That is room for about %(count)d reviews a week. No more than that wait for you alone at a time.") % {
        "count": room_of(profile)
    }


def away_in_words(profile: MentorProfile, today: date) -> str:
    """Empty where the mentor is there and has said nothing else."""
    if profile.away_from is None or profile.away_until is None or profile.away_until <= today:
        return ""
    days = {"since": date_format(profile.away_from, "MONTH_DAY_FORMAT"), "until": date_format(profile.away_until, "MONTH_DAY_FORMAT")}
    if profile.is_away(today):
        return _("You are away, and are back on %(until)s. Nothing new is offered to you until then.") % days
    return _("You are away from %(since)s, and back on %(until)s.") % days
