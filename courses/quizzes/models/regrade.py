"""Grading again with the questions' current keys: first a dry run, then its application, both logged. States: docs/quizzes.md."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .attempt import Attempt
from .quiz import Quiz


class Regrade(models.Model):
    """`done` of `total` attempts; a task goes on where it stopped. `versions`: the version of each question that was current when the dry
    run began, by question id; applying takes the same."""

    class State(models.TextChoices):
        COUNTING = "counting", _("Dry run under way")
        COUNTED = "counted", _("Dry run ready")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        DROPPED = "dropped", _("Dropped")

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="regrades")
    state = models.CharField(max_length=16, choices=State.choices, default=State.COUNTING)
    versions = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last_attempt_id = models.PositiveBigIntegerField(default=0)  # attempts are gone through by their ids
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.state}"


class RegradeRow(models.Model):
    """One attempt whose marks change: what they were and what they become. `slots` says so for each question, with both versions."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="rows")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="+")
    old_marks = models.FloatField(null=True)
    new_marks = models.FloatField(null=True)
    slots = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["regrade", "attempt"]
        constraints = [models.UniqueConstraint(fields=["regrade", "attempt"], name="regrade_row_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.old_marks} → {self.new_marks}"
