"""The task of reading what was handed in. The states and who moves them: docs/mentorship.md."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course
from courses.enrolment.models import Cohort
from lms.notifications.models import Letter

from .submission import Iteration, Submission


class ReviewTaskQuerySet(models.QuerySet["ReviewTask"]):
    def open(self):
        """Nobody has answered yet."""
        return self.filter(state__in=ReviewTask.OPEN)

    def free(self, at):
        """In nobody's hands: never claimed, or the lease has run out."""
        return self.filter(Q(claimed_by=None) | Q(claimed_until__lte=at))

    def held_by(self, person, at):
        return self.open().filter(claimed_by=person, claimed_until__gt=at)


class ReviewTask(models.Model):
    """An iteration that waits for somebody to read it. An appeal makes another task for the same iteration.

    `course`, `cohort` and `language` repeat what the iteration says, so that the queue is one table. `is_for_supervisor` says who may take
    it; `offered_to` has it for themselves until `offered_until`. `claimed_until` in the past is no claim, whatever the state says.
    `promised_on` is the working day by which the learner was told to have an answer; None where nothing is promised."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waits in the queue")
        OFFERED = "offered", _("Waits for one mentor")
        CLAIMED = "claimed", pgettext_lazy("by a mentor", "Taken")
        IN_REVIEW = "in_review", _("Being read")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        ESCALATED = "escalated", _("Waits for a supervisor")
        WITHDRAWN = "withdrawn", _("Taken back by the learner")

    OPEN = [State.QUEUED, State.OFFERED, State.CLAIMED, State.IN_REVIEW, State.ESCALATED]
    WAITING = [State.QUEUED, State.OFFERED, State.ESCALATED]
    SETTLED = [State.RETURNED, State.ACCEPTED]

    class Reason(models.TextChoices):
        HAND_IN = "hand_in", _("Handed in")
        APPEAL = "appeal", _("The learner asks for a second look")

    iteration = models.ForeignKey(Iteration, on_delete=models.CASCADE, related_name="tasks")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="tasks")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="review_tasks")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    reason = models.CharField(max_length=8, choices=Reason.choices, default=Reason.HAND_IN)
    appeal = models.TextField(blank=True)  # the learner's words
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    is_for_supervisor = models.BooleanField(default=False)
    handed_in_at = models.DateTimeField()  # since when it waits
    promised_on = models.DateField(null=True, blank=True)
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    offered_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)  # from then on the learner cannot take it back
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReviewTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(state__in=["queued", "offered", "claimed", "in_review", "escalated"]),
                name="review_task_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["returned", "accepted"], settled_at__isnull=False)
                | (~Q(state__in=["returned", "accepted"]) & Q(settled_at=None)),
                name="review_task_settled_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "in_review"]) | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="review_task_claim_has_holder",
            ),
        ]
        indexes = [
            models.Index(
                fields=["handed_in_at", "id"],
                condition=Q(state__in=["queued", "offered", "claimed", "in_review", "escalated"]),
                name="review_task_waiting",
            ),
            models.Index(
                IsNull(F("promised_on"), True),
                "handed_in_at",
                "id",
                condition=Q(state__in=["queued", "offered", "claimed", "in_review", "escalated"]),
                name="review_task_queue",
            ),
            models.Index(
                fields=["cohort", "handed_in_at"],
                condition=Q(state__in=["queued", "offered", "claimed", "in_review", "escalated"]),
                name="review_task_of_cohort",
            ),
            models.Index(fields=["claimed_by"], condition=Q(state__in=["claimed", "in_review"]), name="review_task_claims"),
            models.Index(fields=["settled_by", "settled_at"], condition=Q(state__in=["returned", "accepted"]), name="review_task_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.iteration_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def is_offered(self, at) -> bool:
        """One mentor has it for themselves, if nobody has it in hand."""
        return self.offered_to_id is not None and self.offered_until is not None and self.offered_until > at

    def is_held(self, at) -> bool:
        return self.claimed_by_id is not None and self.claimed_until is not None and self.claimed_until > at


class TaskEvent(models.Model):
    """What happened to a task, added and never changed: what figures are counted from. `to` is the other person, where there is one."""

    class What(models.TextChoices):
        HANDED_IN = "handed_in", _("Handed in")
        WITHDRAWN = "withdrawn", _("Taken back")
        OFFERED = "offered", _("Offered to a mentor")
        QUEUED = "queued", _("Put into the queue")
        CLAIMED = "claimed", pgettext_lazy("by a mentor", "Taken")
        OPENED = "opened", _("Opened")
        RELEASED = "released", _("Given back to the queue")
        LEASE_RAN_OUT = "lease_ran_out", _("Went back to the queue by itself")
        REASSIGNED = "reassigned", _("Given to another mentor")
        ESCALATED = "escalated", _("Passed to a supervisor")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        CLOSED = "closed", _("Closed by itself")

    task = models.ForeignKey(ReviewTask, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=16, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.what}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def not_told(self):
        return self.filter(letter=None, person__isnull=False)


class Reminder(models.Model):
    """The ledger of promises: a step of a task is done once, however often beat was down. `person` is who is to be told, if anybody;
    `letter` is the one that says it."""

    class Step(models.TextChoices):
        TO_QUEUE = "to_queue", _("Their own mentor has not taken it: to the queue")
        THIRD_DAY = "third_day", _("Reminded on working day 3")
        FIFTH_DAY = "fifth_day", _("Reminded on working day 5")
        REASSIGNED = "reassigned", _("Reassigned on working day 7")
        TO_SUPERVISOR = "to_supervisor", _("Passed to the supervisor on working day 9")
        CLOSED = "closed", _("Closed after a week")

    task = models.ForeignKey(ReviewTask, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=16, choices=Step.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "step"], name="reminder_once")]
        indexes = [models.Index(fields=["person"], condition=Q(letter=None, person__isnull=False), name="reminder_not_told")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.step}"
