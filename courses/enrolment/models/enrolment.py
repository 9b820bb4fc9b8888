from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .cohort import Cohort


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def of(self, learner):
        return self.filter(learner=learner)

    def studying(self):
        """May read and write: active or completed."""
        return self.filter(state__in=Enrolment.STUDYING)

    def awake(self):
        return self.filter(state=Enrolment.State.ACTIVE, asleep_since=None)

    def asleep(self):
        """Studying, but nothing was heard for so long that no letters go: docs/enrolment.md."""
        return self.filter(state=Enrolment.State.ACTIVE, asleep_since__isnull=False)

    def running(self, at: datetime):
        """In cohorts that are neither closed nor over."""
        return self.filter(Q(cohort__ends_on=None) | Q(cohort__ends_on__gte=at.date()), cohort__closed_at=None)


class Enrolment(models.Model):
    """A learner in a cohort; everything they do hangs on it. The states and who moves them: docs/enrolment.md."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        REQUESTED = "requested", _("Asked to join")
        WAITLISTED = "waitlisted", _("On the waiting list")
        ACTIVE = "active", _("Studying")
        PAUSED = "paused", _("Paused")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        REMOVED = "removed", _("Removed")

    STUDYING = [State.ACTIVE, State.COMPLETED]

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACTIVE)
    last_lesson = models.ForeignKey("catalogue.Lesson", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    last_seen_at = models.DateTimeField(null=True, blank=True)
    asleep_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["learner", "cohort"], name="enrolment_once_per_cohort")]

    def __str__(self) -> str:
        return f"{self.learner} · {self.cohort}"

    @property
    def is_awake(self) -> bool:
        return self.state == self.State.ACTIVE and self.asleep_since is None


class EnrolmentEvent(models.Model):
    """Each change of state: who, when, why."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="events")
    from_state = models.CharField(max_length=16, choices=Enrolment.State.choices, blank=True)
    to_state = models.CharField(max_length=16, choices=Enrolment.State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
