"""What a learner hands in. The states and who moves them: docs/mentorship.md."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.models import Enrolment
from lms.core.log.models import Log, Revision

from .assignment import Assignment
from .rubric import RubricVersion


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)


class Submission(Log):
    """A learner's work on an assignment, over all its rounds. The value of the log is the draft of what they add to their workbook:
    {"text": str, "files": [ids]}. There is one from the first thing kept; until then the assignment is simply not begun."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not handed in yet")
        HANDED_IN = "handed_in", _("Handed in")
        RETURNED = "returned", _("Come back to this")
        ACCEPTED = "accepted", _("Accepted")
        CLOSED = "closed", _("Closed")

    OPEN = [State.DRAFT, State.RETURNED]  # the learner's turn: may be changed and handed in

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="submissions")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    closes_on = models.DateField(null=True, blank=True)  # accepted: until then the learner may answer, rate, appeal
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(fields=["enrolment", "assignment"], name="submission_once_per_assignment")]
        indexes = [models.Index(fields=["closes_on"], condition=models.Q(state="accepted"), name="submission_to_close")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.assignment_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class SubmissionRevision(Revision):
    log = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


def private_storage() -> Storage:
    return storages["private"]


def file_path(file: "SubmissionFile", name: str) -> str:
    """Where a file lies says nothing about whose it is or what it is called."""
    place = uuid.uuid4().hex
    return f"mentorship/{place[:2]}/{place}{PurePath(name).suffix}"


class SubmissionFileQuerySet(models.QuerySet["SubmissionFile"]):
    def of(self, learner):
        return self.filter(submission__enrolment__learner=learner)


class SubmissionFile(models.Model):
    """A file added to a submission: checked by content before it is a row, served as an attachment only. Which files belong to it is said
    by the value of the submission, and by each iteration for itself."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(max_length=200, storage=private_storage, upload_to=file_path)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "sha256"], name="submission_file_once")]

    def __str__(self) -> str:
        return self.name


class IterationQuerySet(models.QuerySet["Iteration"]):
    def standing(self):
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class Iteration(models.Model):
    """One round, frozen: what was handed in does not change when the workbook does. `number` counts from 1; one that was taken back keeps
    its number, the next has another. `round` counts only those that stand: it decides who reads it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="iterations")
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    handed_in_at = models.DateTimeField()
    receipt = models.CharField(max_length=12, unique=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    version = models.ForeignKey(ActivityVersion, on_delete=models.PROTECT, related_name="+")  # of the assignment
    rubric = models.ForeignKey(RubricVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    files = models.ManyToManyField(SubmissionFile, related_name="iterations", blank=True)
    is_unofficial = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = IterationQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="iteration_number_once")]

    def __str__(self) -> str:
        return f"{self.submission_id} #{self.number}"


class IterationAnswer(models.Model):
    """What one exercise said when it was handed in, in the wording that it answered. `revision` is that of the entry. An answer kept
    "for my eyes only" is named, without what it says."""

    iteration = models.ForeignKey(Iteration, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ActivityVersion, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    is_private = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["iteration", "activity"], name="iteration_answer_once"),
            models.CheckConstraint(condition=models.Q(is_private=False) | models.Q(value={}), name="iteration_private_says_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.iteration_id} / {self.activity_id}"
