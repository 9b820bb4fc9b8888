"""Who reads what learners handed in. Each rule asks for the scope; nobody reads their own work or that of people they are barred from."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from courses.enrolment.models import Cohort, Enrolment
from courses.quizzes.graders import grades_somewhere
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, has_role_anywhere, within_scopes
from lms.network.models import Organisation

from .models import Bar, Iteration, Review, ReviewTask, SavedReply, Submission
from .readiness import First

State = ReviewTask.State
REVIEWERS = (Role.MENTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
SUPERVISORS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
WATCHERS = (Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR)
KEEPERS_OF_REPLIES = WATCHERS
STAFF = (*REVIEWERS, Role.COORDINATOR)


class Refusal(models.TextChoices):
    """Why something cannot be done with a submission or a task now."""

    NOT_STUDYING = "not_studying", _("You are not studying in this group now. What you wrote is kept.")
    RETIRED = "retired", _("The assignment is no longer part of the course. What you wrote is kept.")
    NOT_OPEN = "not_open", _("The assignment has not opened yet.")
    EMPTY = "empty", _("There is nothing to hand in yet. Answer at least one of the exercises, or write a text.")
    NO_TEXT = "no_text", _("The assignment asks for a text. Write it, then hand in.")
    TOO_MANY_FILES = "too_many_files", _("There are as many files as the assignment asks for. Take one out before you add another.")
    HANDED_IN = "handed_in", _("This is handed in already. You can take it back as long as nobody has opened it.")
    OPENED = "opened", _("A mentor has opened it meanwhile, so it cannot be taken back. What you change goes into the next round.")
    FINISHED = "finished", _("This work is finished. Nothing more can be handed in.")
    TAKEN = "taken", _("Somebody else is reading this.")
    TOO_MANY = "too_many", _("You have four open already. Answer one of them, or give one back, and take this one then.")
    WITHDRAWN = "withdrawn", _("The learner has taken this back.")
    SETTLED = "settled", _("Somebody has answered this already.")
    NOT_READY = "not_ready", _("Something else comes before your first work here.")


class Refused(Exception):
    """Carries the reason; `holder` is who has the task, until `until`; `first` is what the person does before they take it."""

    def __init__(self, reason: Refusal, *, holder: User | None = None, until: datetime | None = None, first: First | None = None):
        super().__init__(reason.label)
        self.reason = reason
        self.first = first
        self.holder = holder
        self.until = until


def reviews_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in REVIEWERS)


def works_at_desk(person: User) -> bool:
    """Reviews or grades somewhere: coordinators grade answers of quizzes."""
    return reviews_somewhere(person) or grades_somewhere(person)


def supervises_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in SUPERVISORS)


def works_somewhere(person: User) -> bool:
    """For whoever helps learners in whatever role: receipts."""
    return any(has_role_anywhere(person, role) for role in STAFF)


def watches_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in WATCHERS)


def pairs_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in KEEPERS)


def tasks_seen_by(person: User) -> QuerySet[ReviewTask]:
    """All tasks, open and settled, that the person may look into: the supervisors' as well only for supervisors."""
    supervised = within_scopes(ReviewTask.objects.all(), person, SUPERVISORS, "cohort")
    mentored = within_scopes(ReviewTask.objects.all(), person, [Role.MENTOR], "cohort").filter(
        Q(is_for_supervisor=False) | Q(settled_by=person) | Exists(Review.objects.filter(task=OuterRef("pk"), reviewer=person.pk))
    )
    return _not_barred(supervised | mentored, person)


def tasks_supervised_by(person: User) -> QuerySet[ReviewTask]:
    """All tasks, open and settled, that the person looks after as a supervisor."""
    return _not_barred(within_scopes(ReviewTask.objects.all(), person, SUPERVISORS, "cohort"), person)


def learners_seen_by(person: User) -> QuerySet[Enrolment]:
    """Whose rounds and notes the person reads: those whose work they may review."""
    theirs = within_scopes(Enrolment.objects.all(), person, REVIEWERS, "cohort")
    return theirs.exclude(learner=person.pk).exclude(learner__in=learners_barred_from(person))


def tasks_taken_by(person: User, at: datetime | None = None) -> QuerySet[ReviewTask]:
    """The open ones that the person may take now or has in hand: not those that wait for another mentor alone."""
    at = at or now()
    others = Q(state=State.OFFERED) & ~Q(offered_to=person) & Q(offered_until__gt=at)
    in_scope = within_scopes(ReviewTask.objects.all(), person, SUPERVISORS, "cohort")
    in_scope = in_scope | within_scopes(ReviewTask.objects.all(), person, [Role.MENTOR], "cohort").filter(is_for_supervisor=False)
    return _not_barred(in_scope.open().exclude(others), person)


def submissions_watched_by(person: User) -> QuerySet[Submission]:
    """For figures: those of the cohorts in scope."""
    return within_scopes(Submission.objects.all(), person, WATCHERS, "enrolment__cohort")


def enrolments_paired_by(person: User) -> QuerySet[Enrolment]:
    """Whose mentor the person decides."""
    return within_scopes(Enrolment.objects.all(), person, KEEPERS, "cohort")


def cohorts_paired_by(person: User) -> QuerySet[Cohort]:
    return within_scopes(Cohort.objects.all(), person, KEEPERS)


def receipts_seen_by(person: User) -> QuerySet[Iteration]:
    """Whose receipts the person looks up: of all cohorts they work for, in whatever role."""
    return within_scopes(Iteration.objects.all(), person, STAFF, "submission__enrolment__cohort")


def is_barred(person: User, learner_id: int) -> bool:
    return person.pk == learner_id or Bar.objects.filter(mentor=person, learner=learner_id).exists()


def organisations_with_replies_kept_by(person: User) -> QuerySet[Organisation]:
    """Whose shared replies the person adds to and changes: where they look after mentors or people, for the whole organisation or for one
    of its courses."""
    owned = within_scopes(Organisation.objects.all(), person, KEEPERS_OF_REPLIES)
    through_courses = within_scopes(Course.objects.all(), person, KEEPERS_OF_REPLIES).values("owner")
    return Organisation.objects.filter(Q(pk__in=owned.values("pk")) | Q(pk__in=through_courses))


def replies_kept_by(person: User) -> QuerySet[SavedReply]:
    """Those that the person may change: their own; of the shared ones those of their organisations; those of nobody by roles on the whole
    site."""
    shared = Q(owner__in=organisations_with_replies_kept_by(person))
    if any(has_role(person, role) for role in KEEPERS_OF_REPLIES):
        shared |= Q(owner=None)
    return SavedReply.objects.filter(Q(person=person.pk) | Q(shared, person=None))


def replies_read_by(person: User) -> QuerySet[SavedReply]:
    """Those that the person can use somewhere, and those that they keep."""
    cohorts = within_scopes(Cohort.objects.all(), person, REVIEWERS)
    usable = Q(owner=None) | Q(owner__in=cohorts.values("owner")) | Q(owner__in=cohorts.values("course__owner"))
    return SavedReply.objects.filter(Q(person=person.pk) | Q(usable, person=None) | Q(pk__in=replies_kept_by(person).values("pk")))


def learners_barred_from(person: User) -> QuerySet:
    """The ids of those whose work the person never reads."""
    return Bar.objects.filter(mentor=person.pk).values("learner")


def tasks_in_hand(person: User, at: datetime) -> int:
    return ReviewTask.objects.held_by(person, at).count()


def _not_barred(tasks: QuerySet[ReviewTask], person: User) -> QuerySet[ReviewTask]:
    bars = Bar.objects.filter(mentor=person.pk, learner=OuterRef("learner"))
    return tasks.exclude(learner=person.pk).filter(~Exists(bars))
