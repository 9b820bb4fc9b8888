"""Who may. Whoever looks after a cohort offers and keeps its meetings; its mentors book them; who takes part sees agenda and minutes, and
of the agenda only the cases whose work they may see anyway."""

from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort, Enrolment
from courses.internships.models import Participation, Placement, PracticeEntry
from courses.internships.rules import entries_answered_by
from courses.mentorship.models import ReviewTask
from courses.mentorship.room import people_with
from courses.mentorship.rules import tasks_seen_by
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere, within_scopes

from .models import Attendance, Case, Meeting

KEEPERS = (Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR)
COMERS = (Role.MENTOR, *KEEPERS)


class Refusal(models.TextChoices):
    """Why something cannot be done with a meeting now."""

    CANCELLED = "cancelled", _("This meeting is cancelled.")
    BEGUN = "begun", _("This time has begun already. Choose a later one.")
    NOT_BEGUN = "not_begun", _("This has not begun yet. Write down what happened when it has.")
    NOT_MENTORING = "not_mentoring", _("Meetings are for those who mentor in this group.")
    NOT_IN_PLACEMENT = "not_in_placement", _("Only learners of the placement that the meeting is about can be invited.")
    OWN = "own", _("You offer this meeting, so you are there anyway.")
    FULL = "full", _("No place is free there. Everything stays as it was.")
    OVERLAPS = "overlaps", _("You have another meeting at that time.")
    OVERLAPS_OTHERS = "overlaps_others", _("They have another meeting at that time.")
    OVERLAPS_OWN = "overlaps_own", _("You offer another time that overlaps with this one.")
    FEWER_SEATS = "fewer_seats", _("More places are taken than that.")
    SETTLED = "settled", _("Somebody has settled this already. Here is how it stands now.")
    IN_THE_PAST = "in_the_past", _("This time is over. Choose one that is still to come.")
    TOO_LONG = "too_long", _("A series has at most a hundred times. Choose an earlier last day.")
    TOOK_PLACE = "took_place", _("It took place: somebody was there, or something is written down. So it cannot be cancelled.")
    CLOSED = "closed", _("The minutes are closed and stay as they are. You can add a correction.")
    NOT_CLOSED = "not_closed", _("The minutes are still open. Write it there.")
    NO_LATER = "no_later", _("There is no later meeting of this group yet. Offer one, then the case can go on there.")
    NOT_THERE = "not_there", _("This is not there any more.")
    MENTIONED = "mentioned", _("Something is written about this case, so it stays on the agenda.")
    TWICE = "twice", _("This is on the agenda already.")
    TOO_MANY_CASES = "too_many_cases", _("There are as many cases as one meeting can hold.")


class Refused(Exception):
    """Carries the reason, to be shown as it is."""

    def __init__(self, reason: Refusal):
        super().__init__(reason.label)
        self.reason = reason


def comes_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in COMERS)


def keeps_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in KEEPERS)


def comes_to(person: User, cohort: Cohort) -> bool:
    return any(has_role(person, role, cohort) for role in COMERS)


def keeps(person: User, cohort: Cohort) -> bool:
    return any(has_role(person, role, cohort) for role in KEEPERS)


def cohorts_kept_by(person: User) -> QuerySet[Cohort]:
    """Those to whose mentors the person may offer meetings."""
    return within_scopes(Cohort.objects.all(), person, KEEPERS)


def placements_of(cohorts: QuerySet[Cohort]) -> QuerySet[Placement]:
    """Those that a meeting may be about."""
    return Placement.objects.standing().filter(cohort__in=cohorts).order_by("-starts_on", "pk")


def meetings_kept_by(person: User) -> QuerySet[Meeting]:
    """Those that the person may change, cancel and keep the minutes of."""
    return within_scopes(Meeting.objects.all(), person, KEEPERS, "cohort")


def meetings_known_to(person: User) -> QuerySet[Meeting]:
    """Those whose time and place the person sees: what is still to come for the mentors of the group; of the rest what they keep or have a
    place at."""
    mine = Attendance.objects.of(person).filter(meeting=OuterRef("pk"), is_learner=False).standing()
    in_group = within_scopes(Meeting.objects.all(), person, COMERS, "cohort")
    known = in_group.filter(Exists(mine) | Q(state=Meeting.State.OPEN, starts_at__gt=now()))
    return known | meetings_kept_by(person)


def meetings_open_to(person: User) -> QuerySet[Meeting]:
    """Those that the person may book."""
    in_group = within_scopes(Meeting.objects.all(), person, COMERS, "cohort")
    return in_group.open().ahead(now()).exclude(offered_by=person.pk)


def meetings_taken_part_in_by(person: User) -> QuerySet[Meeting]:
    """Those whose agenda and minutes the person reads and writes: who comes or was there, whoever keeps it; never as a learner."""
    mine = Attendance.objects.of(person).filter(meeting=OuterRef("pk"), is_learner=False).taking_part()
    in_group = within_scopes(Meeting.objects.all(), person, COMERS, "cohort")
    return in_group.filter(Exists(mine)) | meetings_kept_by(person)


def invitations_of(person: User) -> QuerySet[Attendance]:
    """A learner's own, to meetings about their placement."""
    return Attendance.objects.of(person).filter(is_learner=True)


def mentors_of(cohort: Cohort) -> QuerySet[User]:
    """Who may come to its meetings, by an assignment."""
    found = people_with(Role.MENTOR, cohort)
    for role in KEEPERS:
        found = found | people_with(role, cohort)
    return found


def learners_of(meeting: Meeting) -> QuerySet[User]:
    """Who may be invited: those of the placement that it is about, who study."""
    if meeting.placement_id is None:
        return User.objects.none()
    there = Participation.objects.filter(placement=meeting.placement_id, left_at=None, enrolment__state__in=Enrolment.STUDYING)
    return User.objects.filter(pk__in=there.values("enrolment__learner"), is_active=True)


def named_in(meeting: Meeting) -> QuerySet[User]:
    """Who may have agreed to do something."""
    return User.objects.filter(pk__in=mentors_of(meeting.cohort).values("pk")).order_by("name", "pk")


def may_have_come(meeting: Meeting) -> QuerySet[User]:
    """Without having booked: those who have no place yet."""
    there = meeting.attendances.standing().values("person")
    may = Q(pk__in=mentors_of(meeting.cohort).values("pk")) | Q(pk__in=learners_of(meeting).values("pk"))
    return User.objects.filter(may).exclude(pk__in=there).exclude(pk=meeting.offered_by_id).order_by("name", "pk")


def entries_closed_by(person: User, meeting: Meeting) -> QuerySet[PracticeEntry]:
    """What waits and the person may answer at the meeting: of its placement; where it is about none, of its cohort."""
    waiting = entries_answered_by(person).filter(state=PracticeEntry.State.SUBMITTED)
    if meeting.placement_id:
        return waiting.filter(participation__placement=meeting.placement_id)
    return waiting.filter(participation__placement__cohort=meeting.cohort_id)


def cases_seen_by(person: User, cases: Iterable[Case]) -> set[int]:
    """Of these cases the numbers of those that the person sees: topics, and work that they may see anyway. Two queries at most."""
    cases = list(cases)
    tasks = seen_among(tasks_seen_by(person), [one.task_id for one in cases if one.task_id])
    entries = seen_among(handed_in_entries(person), [one.entry_id for one in cases if one.entry_id])
    return {one.pk for one in cases if one.kind == Case.Kind.TOPIC or one.task_id in tasks or one.entry_id in entries}


def sees(person: User, case: Case) -> bool:
    return bool(cases_seen_by(person, [case]))


def handed_in_entries(person: User) -> QuerySet[PracticeEntry]:
    """That the person reads: never what a learner is still writing."""
    return entries_answered_by(person).filter(last_number__gt=0).exclude(state=PracticeEntry.State.DRAFT)


def tasks_to_talk_about(person: User, meeting: Meeting) -> QuerySet[ReviewTask]:
    withdrawn = ReviewTask.State.WITHDRAWN
    return tasks_seen_by(person).filter(cohort=meeting.cohort_id).exclude(state=withdrawn).order_by("-handed_in_at", "-pk")


def entries_to_talk_about(person: User, meeting: Meeting) -> QuerySet[PracticeEntry]:
    theirs = handed_in_entries(person).filter(participation__placement__cohort=meeting.cohort_id)
    return theirs.order_by("-day", "-pk")


def seen_among(rows: QuerySet, numbers: Collection[int]) -> set[int]:
    return set(rows.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
