"""Who reads, answers and keeps what. Each rule asks for the scope; nobody answers what they wrote themselves, nor people they are barred
from."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet, Sum
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.enrolment.barred import not_barred
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import KEEPERS, may_write
from courses.enrolment.working_days import local_day
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere, within_scopes

from .models import HostSheet, Participation, Placement, PracticeEntry
from .models.entry import MOST_MINUTES

SUPERVISORS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
ANSWERERS = (Role.MENTOR, *SUPERVISORS)
LONG_DAY = 10 * 60  # minutes: more is asked about
BEFORE = timedelta(days=1)  # earlier than that before the placement is asked about


class Refusal(models.TextChoices):
    """Why something cannot be done with an entry, a placement or a confirmation now."""

    NOT_STUDYING = "not_studying", _("You are not studying in this group now. What you wrote is kept.")
    NOT_THERE = "not_there", _("You are no longer in this placement, or it was cancelled. What you wrote is kept.")
    HANDED_IN = "handed_in", _("This is handed in already. You can take it back as long as nobody has answered.")
    CONFIRMED = "confirmed", _("This is confirmed, so it does not change any more.")
    NO_DATE = "no_date", _("Say which day it was.")
    NO_TIME = "no_time", _("Say how long you worked.")
    NO_WORDS = "no_words", _("Say what you did.")
    FUTURE = "future", _("This day has not come yet.")
    TOO_LONG = "too_long", _("That makes more than 16 hours on one day. Look at the date and at the hours.")
    ANSWERED = "answered", _("Somebody has answered meanwhile.")
    CHANGED = "changed", _("An entry has changed meanwhile, so nothing was answered. Look at the list as it is now.")
    NO_COMMENT = "no_comment", _("Say in a few words what is missing, so that the learner can go on.")
    NOBODY = "nobody", _("Choose at least one entry.")
    OWN = "own", _("Nobody confirms their own practice.")
    USED = "used", _("This link was used already.")
    EXPIRED = "expired", _("This link is no longer valid.")
    NO_PHOTO = "no_photo", _("Add a photo of the signed sheet, so that your mentor can see the signature.")
    NO_NAME = "no_name", _("Say who signed.")
    ENDED = "ended", _("The placement has ended, or was cancelled.")
    TOO_MANY_FILES = "too_many_files", _("There are as many files as an entry can hold. Take one out before you add another.")


class Refused(Exception):
    """Carries the reason, to be shown as it is; `entries` are the rows that it is about."""

    def __init__(self, reason: Refusal, entries: Sequence[int] = ()):
        super().__init__(reason.label)
        self.reason = reason
        self.entries = tuple(entries)


class Question(models.TextChoices):
    """What is asked before an entry is handed in. It may be right."""

    LONG_DAY = "long_day", _("That makes more than 10 hours on one day. Is that right?")
    BEFORE = "before", _("This day is before the placement began. Is that right?")


class Unsure(Exception):
    """Somebody has to say first that it is right."""

    def __init__(self, questions: Sequence[Question]):
        super().__init__(", ".join(questions))
        self.questions = tuple(questions)


def why_not_write(participation: Participation) -> Refusal | None:
    """Whether the learner may write in this practice log at all. Entries after the last day are allowed: they are written up in the
    evening."""
    if not may_write(participation.enrolment):
        return Refusal.NOT_STUDYING
    if participation.left_at or participation.placement.cancelled_at:
        return Refusal.NOT_THERE
    return None


def why_not_change(entry: PracticeEntry) -> Refusal | None:
    if refusal := why_not_write(entry.participation):
        return refusal
    if entry.state == PracticeEntry.State.SUBMITTED:
        return Refusal.HANDED_IN
    return Refusal.CONFIRMED if entry.state == PracticeEntry.State.CONFIRMED else None


def missing_in(entry: PracticeEntry) -> list[Refusal]:
    """What an entry lacks before it can be handed in, all of it."""
    lacks = []
    if entry.day is None:
        lacks.append(Refusal.NO_DATE)
    elif entry.day > today_of(entry.participation.placement):
        lacks.append(Refusal.FUTURE)
    if not entry.minutes:
        lacks.append(Refusal.NO_TIME)
    elif entry.day and minutes_on(entry, entry.day) + entry.minutes > MOST_MINUTES:
        lacks.append(Refusal.TOO_LONG)
    if not entry.text("did").strip():
        lacks.append(Refusal.NO_WORDS)
    return lacks


def asked_about(entry: PracticeEntry) -> list[Question]:
    """For an entry that lacks nothing."""
    asked = []
    if entry.day and entry.minutes and minutes_on(entry, entry.day) + entry.minutes > LONG_DAY:
        asked.append(Question.LONG_DAY)
    if entry.day and entry.day < entry.participation.placement.starts_on - BEFORE:
        asked.append(Question.BEFORE)
    return asked


def minutes_on(entry: PracticeEntry, day: date) -> int:
    """What the learner's other entries have of that day, in all their placements."""
    others = PracticeEntry.objects.of(entry.participation.enrolment.learner_id).counted().filter(day=day).exclude(pk=entry.pk)
    return others.aggregate(sum=Sum("minutes"))["sum"] or 0


def today_of(placement: Placement) -> date:
    return local_day(now(), placement.cohort)


def answers_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in ANSWERERS)


def entries_answered_by(person: User) -> QuerySet[PracticeEntry]:
    """What the person may answer: mentors those of their placements, supervisors those of all cohorts they look after."""
    through = "participation__placement__cohort"
    supervised = within_scopes(PracticeEntry.objects.all(), person, SUPERVISORS, through)
    mentored = within_scopes(PracticeEntry.objects.all(), person, ANSWERERS, through).filter(participation__placement__mentor=person.pk)
    return _not_barred(supervised | mentored, person, "participation__enrolment__learner")


def entries_supervised_by(person: User) -> QuerySet[PracticeEntry]:
    """Of which the person may say that confirming was a mistake."""
    supervised = within_scopes(PracticeEntry.objects.all(), person, SUPERVISORS, "participation__placement__cohort")
    return _not_barred(supervised, person, "participation__enrolment__learner")


def participations_answered_by(person: User) -> QuerySet[Participation]:
    """Whose practice log the person reads."""
    supervised = within_scopes(Participation.objects.all(), person, SUPERVISORS, "placement__cohort")
    mentored = within_scopes(Participation.objects.all(), person, ANSWERERS, "placement__cohort").filter(placement__mentor=person.pk)
    return _not_barred(supervised | mentored, person, "enrolment__learner")


def sheets_seen_by(person: User) -> QuerySet[HostSheet]:
    """Their own, and those of learners whose entries they answer."""
    answered = Q(participation__in=participations_answered_by(person))
    return HostSheet.objects.filter(Q(participation__enrolment__learner=person.pk) | answered)


def placements_hosted_by(person: User) -> QuerySet[Placement]:
    """Of which the person may give the host a link: never its learners."""
    kept = within_scopes(Placement.objects.all(), person, (*SUPERVISORS, Role.COORDINATOR), "cohort")
    mentored = within_scopes(Placement.objects.all(), person, ANSWERERS, "cohort").filter(mentor=person.pk)
    learning = Participation.objects.of(person.pk).values("placement")
    return (kept | mentored).exclude(pk__in=learning)


def placements_kept_by(person: User) -> QuerySet[Placement]:
    return within_scopes(Placement.objects.all(), person, KEEPERS, "cohort")


def mentors_for(roles: Iterable[Role]) -> QuerySet[User]:
    """Who may be named in a placement: whoever holds one of the roles anywhere; whether in its cohort is asked when that is known."""
    return User.objects.filter(role_assignments__role__in=list(roles), is_active=True, erased_at=None).distinct().order_by("name", "pk")


def enrolments_placed_by(person: User, placement: Placement) -> QuerySet[Enrolment]:
    """Who can be a learner of the placement: those of its cohort who study, and those who are in it already."""
    there = Participation.objects.filter(placement=placement, left_at=None).values("enrolment")
    of_cohort = within_scopes(Enrolment.objects.all(), person, KEEPERS, "cohort").filter(cohort=placement.cohort_id)
    return of_cohort.filter(Q(state__in=Enrolment.STUDYING) | Q(pk__in=there))


def _not_barred(rows: Any, person: User, learner: str) -> Any:
    return not_barred(rows.exclude(**{learner: person.pk}), person=person, learner=learner)
