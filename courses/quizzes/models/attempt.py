"""Attempts. The states and who moves them: docs/quizzes.md."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import ActivityVersion
from courses.enrolment.models import Enrolment
from lms.core.attached import AttachedFile, place_of, private_storage
from lms.core.log.models import Log, Revision

from ..engine.state import StateName, StepKind
from ..quiz_definition import QuizDefinition
from ..timing import GRACE, is_late
from .bank import QuestionVersion
from .quiz import Quiz, rules_in


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)

    def open(self):
        """Not yet submitted and not given up."""
        return self.filter(state__in=Attempt.OPEN)

    def in_progress(self):
        return self.filter(state=Attempt.State.IN_PROGRESS)

    def submitted(self):
        """Handed in; some of it is not graded yet."""
        return self.filter(state=Attempt.State.SUBMITTED)

    def finished(self):
        return self.filter(state=Attempt.State.FINISHED)

    def official(self):
        return self.filter(is_unofficial=False)

    def past_deadline(self, at):
        """Open, and the network has been forgiven long enough."""
        return self.open().filter(deadline_at__lte=at - GRACE)

    def left_ungraded(self):
        """Submitted by a process that died before it graded: what waits for a person only is not among them."""
        waiting = AttemptQuestion.objects.filter(attempt=OuterRef("pk"), state=StateName.NEEDS_GRADING.value)
        unfinished = [name.value for name in StateName if not name.is_finished]
        begun = AttemptQuestion.objects.filter(attempt=OuterRef("pk"), state__in=unfinished)
        return self.submitted().filter(Exists(begun) | ~Exists(waiting))


class Attempt(models.Model):
    """One go at a quiz. `version` holds its rules as they were at the start; `language` the words it is shown in.

    `deadline_at` is the server's: the earlier of start + time limit + extra time and close + extension; None is no deadline. `fraction` is
    the grade as a part of the whole: None until everything is graded, and always for unofficial attempts."""

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress", _("In progress")
        OVERDUE = "overdue", _("Overdue")
        SUBMITTED = "submitted", _("Submitted")
        FINISHED = "finished", _("Finished")
        ABANDONED = "abandoned", _("Never submitted")

    OPEN = [State.IN_PROGRESS, State.OVERDUE]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(ActivityVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    seed = models.PositiveBigIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.IN_PROGRESS)
    is_unofficial = models.BooleanField(default=False)
    page = models.PositiveIntegerField(default=0)  # the furthest page reached: what sequential navigation does not go back behind
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    marks = models.FloatField(null=True, blank=True)
    max_marks = models.FloatField(default=0)
    fraction = models.FloatField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "quiz"], condition=Q(state__in=["in_progress", "overdue"]), name="attempt_one_open_per_quiz"
            ),
            models.CheckConstraint(
                condition=Q(is_unofficial=False) | Q(marks=None, fraction=None), name="attempt_unofficial_without_marks"
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state="submitted"), name="attempt_submitted"),
            models.Index(fields=["deadline_at"], condition=Q(state__in=["in_progress", "overdue"]), name="attempt_deadlines"),
            models.Index(fields=["quiz", "state"], name="attempt_by_quiz"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.quiz_id} #{self.number}"

    @property
    def rules(self) -> QuizDefinition:
        """The quiz as it was when the attempt began."""
        return rules_in(self.version)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def ended_at(self):
        """When it was submitted or given up; None while it is open."""
        return self.submitted_at or self.finished_at

    def was_ended_by_the_clock(self) -> bool:
        """Its learner may not have been there: what their devices still hold is taken in, without marks."""
        return not self.is_open and (self.submitted_at is None or is_late(self.submitted_at, self.deadline_at))


class AttemptQuestion(Log):
    """A question in an attempt: a log whose value is the current answer and whose revisions are its steps. `state`, `fraction` and the
    like repeat what the engine says of the steps, so that lists need not ask it.

    `claimed_by` is who is grading it by hand, until `claimed_until`."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="questions")
    slot = models.PositiveIntegerField()  # 1, 2, 3 …, as shown
    page = models.PositiveIntegerField(default=0)
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    max_mark = models.FloatField()
    seed = models.PositiveBigIntegerField()
    state = models.CharField(max_length=16, choices=[(name.value, name.value) for name in StateName], default=StateName.TODO.value)
    fraction = models.FloatField(null=True, blank=True)
    is_flagged = models.BooleanField(default=False)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["attempt", "slot"]
        constraints = [models.UniqueConstraint(fields=["attempt", "slot"], name="attempt_slot_once")]
        indexes = [models.Index(fields=["state"], condition=Q(state="needsgrading"), name="attempt_question_to_grade")]

    def __str__(self) -> str:
        return f"{self.attempt_id} [{self.slot}]"


class AttemptStep(Revision):
    """One step. `kind` is the engine's; `is_unofficial`: it came after the deadline and its grace, so it is kept and not graded.
    A grade has `by`, `fraction` and `comment`; a regrade adds none, it asks the engine again with another `version`."""

    log = models.ForeignKey(AttemptQuestion, on_delete=models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in StepKind], default=StepKind.SAVE.value)
    is_unofficial = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    fraction = models.FloatField(null=True, blank=True)
    comment = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number} {self.kind}"


def file_path(file: "AttemptFile", name: str) -> str:
    return place_of("quizzes", name)


class AttemptFileQuerySet(models.QuerySet["AttemptFile"]):
    def of(self, learner):
        return self.filter(question__attempt__enrolment__learner=learner)


class AttemptFile(AttachedFile):
    """Of a question."""

    question = models.ForeignKey(AttemptQuestion, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(max_length=200, storage=private_storage, upload_to=file_path)

    objects = AttemptFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "sha256"], name="attempt_file_once")]
