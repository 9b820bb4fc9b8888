"""Who may. A learner sees what is theirs; whoever works for a cohort what they offer, what concerns their own learners, or all of it."""

from functools import cache, partial

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.enrolment.barred import are_barred, mentors_barred_from, not_barred
from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere, holding_role, people_holding, within_scopes
from lms.core.prepared import Prepared

from . import own_mentors
from .models import Consultation, Slot, Visitor

MOST_AHEAD = 3
KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
WATCHERS = (Role.SUPERVISOR, *KEEPERS)
OFFERERS = (Role.MENTOR, *WATCHERS)


class Refusal(models.TextChoices):
    """Why something cannot be done with a time or a consultation now."""

    CANCELLED = "cancelled", _("This time is no longer offered.")
    BEGUN = "begun", _("This time has begun already. Choose a later one.")
    NOT_BEGUN = "not_begun", _("This has not begun yet. Write down what happened when it has.")
    NOT_STUDYING = "not_studying", _("You are not studying in this group now.")
    FULL = "full", _("No place is free there. Everything stays as it was.")
    TOO_MANY = (
        "too_many",
        _("You have three consultations ahead already. Others need a time as well: cancel one, or come again after the next."),
    )
    OVERLAPS = "overlaps", _("You have another consultation at that time.")
    OVERLAPS_OWN = "overlaps_own", _("You offer another time that overlaps with this one.")
    FEWER_SEATS = "fewer_seats", _("More places are taken than that. Cancel a consultation first, or leave the places as they are.")
    SETTLED = "settled", _("Somebody has settled this already. Here is how it stands now.")
    IN_THE_PAST = "in_the_past", _("This time is over. Choose one that is still to come.")
    KEPT_APART = "kept_apart", _("These two are kept apart by a conflict of interest. Choose a time of somebody else.")
    TOO_LONG = "too_long", _("A series has at most a hundred times. Choose an earlier last day.")


class Refused(Exception):
    """Carries the reason, to be shown as it is."""

    def __init__(self, reason: Refusal):
        super().__init__(reason.label)
        self.reason = reason


def offers_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in OFFERERS)


def keeps_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in WATCHERS)


def coordinates_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in KEEPERS)


def offers_in(person: User, cohort: Cohort) -> bool:
    return any(has_role(person, role, cohort) for role in OFFERERS)


def keeps(person: User, cohort: Cohort) -> bool:
    return any(has_role(person, role, cohort) for role in KEEPERS)


def cohorts_worked_for(person: User) -> QuerySet[Cohort]:
    """Those to which the person may offer times."""
    return within_scopes(Cohort.objects.all(), person, OFFERERS)


def cohorts_watched(person: User) -> QuerySet[Cohort]:
    return within_scopes(Cohort.objects.all(), person, WATCHERS)


def slots_kept_by(person: User) -> QuerySet[Slot]:
    """Those that the person may change and cancel: their own, and of cohorts that they coordinate."""
    own = within_scopes(Slot.objects.all(), person, OFFERERS, "cohort").filter(offered_by=person.pk)
    return own | within_scopes(Slot.objects.all(), person, KEEPERS, "cohort")


def slots_open_to(learner: User) -> QuerySet[Slot]:
    """Those that the learner may book: of the groups that they study in, offered and still to come; not their own."""
    studying = Enrolment.objects.of(learner).studying().values("cohort")
    return offered_to(Slot.objects.open().ahead().filter(cohort__in=studying), learner.pk)


def offered_to(slots: QuerySet[Slot], learner_id: int, *, in_cohort: int | None = None) -> QuerySet[Slot]:
    """Not their own, nor those of people who work there no more or are kept away from them. `in_cohort`: all slots are of this one, so who
    works there is asked once and not for each."""
    if in_cohort:
        barred = {pk for pairs in _barred_from() for pk in pairs(learner_id)}
        return slots.filter(offered_by__in=set(_offerers_of(in_cohort)) - barred - {learner_id})
    for others in mentors_barred_from(learner_id):
        slots = slots.exclude(offered_by__in=others)
    return slots.exclude(offered_by=learner_id).filter(_served())


_offerers_of: Prepared[int] = Prepared(
    User, lambda cohort: people_holding(OFFERERS, through=Cohort, number=cohort).values_list("pk"), count=1, into=int
)


@cache
def _barred_from() -> list[Prepared[int]]:
    """One for each app that knows who is kept away from whom; all have said so by the time that a page is asked for."""
    known = range(len(mentors_barred_from(0)))
    return [Prepared(User, partial(_barred_by, place), count=1, into=int) for place in known]


def _barred_by(place: int, learner: int) -> QuerySet:
    return mentors_barred_from(learner)[place].values_list("mentor")


def _served(slot: str = "") -> Q:
    """Whoever offers the time still works for its group. `slot` leads from the row to it."""
    return holding_role(OFFERERS, person=f"{slot}offered_by", through=Cohort, where=f"{slot}cohort")


def without_anybody() -> Q:
    """Of consultations: with somebody who works for the group no more, or is kept away from the learner."""
    return ~_served("slot__") | are_barred(mentor="slot__offered_by", learner="learner")


def bookings_to_settle(person: User) -> QuerySet[Consultation]:
    """What is still to come and somebody who coordinates the group has to give to another, or to cancel."""
    kept = within_scopes(Consultation.objects.all(), person, KEEPERS, "cohort").filter(without_anybody(), starts_at__gt=now())
    return not_barred(_not_own(kept, person), person=person, learner="learner").filter(state__in=Consultation.OPEN, slot__isnull=False)


def consultations_kept_by(person: User) -> QuerySet[Consultation]:
    """Those that the person may move, settle and write about; never their own as a learner."""
    theirs = within_scopes(Consultation.objects.all(), person, OFFERERS, "cohort").filter(_with(person))
    return _others(theirs | within_scopes(Consultation.objects.all(), person, KEEPERS, "cohort"), person)


def consultations_seen_by(person: User) -> QuerySet[Consultation]:
    """With the notes for mentors: what the person offers, what was held with their own learners, and all of cohorts that they look
    after; never their own as a learner, nor those of people they are kept away from."""
    offered = within_scopes(Consultation.objects.all(), person, OFFERERS, "cohort")
    paired = Enrolment.objects.filter(pk__in=own_mentors.enrolments_of(person))
    own_learners = Q(state=Consultation.State.HELD) & models.Exists(
        paired.filter(learner=models.OuterRef("learner"), cohort=models.OuterRef("cohort"))
    )
    theirs = offered.filter(_with(person) | own_learners)
    return _others(theirs | within_scopes(Consultation.objects.all(), person, WATCHERS, "cohort"), person)


def learners_met_by(person: User) -> QuerySet[Enrolment]:
    """Whom the person may book for and find: those who study in the cohorts that they work for, but not themselves."""
    return learners_ever_met_by(person).filter(state__in=Enrolment.STUDYING)


def learners_ever_met_by(person: User) -> QuerySet[Enrolment]:
    """Also who has left meanwhile: what was held with them is theirs, however late it is written down."""
    there = within_scopes(Enrolment.objects.all(), person, OFFERERS, "cohort").exclude(learner=person.pk).filter(learner__erased_at=None)
    return not_barred(there, person=person, learner="learner")


def visitors_met_by(person: User) -> QuerySet[Visitor]:
    there = within_scopes(Visitor.objects.all(), person, OFFERERS, "cohort").filter(forgotten_at=None).exclude(account=person.pk)
    return not_barred(there, person=person, learner="account")


def may_forget(person: User, visitor: Visitor) -> bool:
    return keeps(person, visitor.cohort)


def _with(person: User) -> Q:
    """Theirs, and wishes for a time that nobody in particular was asked for."""
    return Q(mentor=person.pk) | Q(mentor=None, state=Consultation.State.ASKED)


def _others(rows: QuerySet[Consultation], person: User) -> QuerySet[Consultation]:
    """Neither their own nor those of people they are kept away from, whatever role they have."""
    apart = not_barred(not_barred(rows, person=person, learner="learner"), person=person, learner="visitor__account")
    return _not_own(apart, person)


def _not_own(rows: QuerySet[Consultation], person: User) -> QuerySet[Consultation]:
    own = Q(learner=person.pk) | Q(visitor__account=person.pk)
    return rows.exclude(pk__in=Consultation.objects.filter(own).values("pk"))
