"""A value that is a log: what somebody writes is never overwritten, every saved change is a row."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Log(models.Model):
    """The current value of something written, and how many changes led to it. `kept_number` is the latest change whose merge had to leave
    words out: the value before it is offered beside the current one until the learner has looked.

    A subclass has a `Revision` with a foreign key named `log` and `related_name="revisions"`.
    """

    revisions: Any  # the manager of its revisions
    value = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    kept_number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class Revision(models.Model):
    """One change as the server received it. `value` is what the log said after it; `sent` is what the device sent, kept
    where a merge made something else of it."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", _("Saved")
        MERGED = "merged", _("Merged with another device")
        KEPT = "kept", _("Kept beside")

    number = models.PositiveIntegerField()
    change_id = models.CharField(max_length=26)
    base = models.PositiveIntegerField()
    value = models.JSONField()
    sent = models.JSONField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.APPLIED)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["log", "number"], name="%(class)s_number_once"),
            models.UniqueConstraint(fields=["log", "change_id"], name="%(class)s_change_once"),
        ]
