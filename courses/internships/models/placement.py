"""Where and when learners practise, and who of them. The states: docs/internships.md."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Lesson
from courses.competences.models import Competence
from courses.enrolment.models import Cohort, Enrolment


class PlacementQuerySet(models.QuerySet["Placement"]):
    def standing(self):
        """Not cancelled."""
        return self.filter(cancelled_at=None)


class Placement(models.Model):
    """Some weeks in another organisation. What state it is in follows from its dates and from what was decided by hand; it is stored
    nowhere."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="placements", verbose_name=_("cohort"))
    host = models.CharField(_("host organisation"), max_length=200, help_text=_("Where the learners work, by its name."))
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Village or town, and how to find it."))
    about = models.TextField(_("what it is about"), blank=True, help_text=_("Learners read it above their practice log."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="placements_mentored", verbose_name=_("mentor")
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="placements_supervised",
        verbose_name=_("supervisor"),
    )
    lessons = models.ManyToManyField(Lesson, blank=True, related_name="placements", verbose_name=_("lessons it practises"))
    competences = models.ManyToManyField(Competence, blank=True, related_name="placements", verbose_name=_("competences it practises"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # by hand, before its last day
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="placement_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(cancelled_at=None), name="placement_ended_or_cancelled"),
        ]

    def __str__(self) -> str:
        return f"{self.host}, {self.place}" if self.place else self.host

    def state(self, today: date) -> State:
        """`today` as the clock of the cohort has it."""
        if self.cancelled_at:
            return self.State.CANCELLED
        if self.ended_at or today > self.ends_on:
            return self.State.ENDED
        return self.State.PLANNED if today < self.starts_on else self.State.RUNNING

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def days(self) -> list[date]:
        return [self.starts_on + timedelta(days=number) for number in range((self.ends_on - self.starts_on).days + 1)]


class PlanDay(models.Model):
    """What is planned for a day of the placement."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="plan")
    day = models.DateField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["placement", "day"], name="plan_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.text}"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)


class Participation(models.Model):
    """A learner in a placement. Its row is held while a link is added to its chain."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="participations")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="participations")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a placement")
        verbose_name_plural = _("places in placements")
        constraints = [models.UniqueConstraint(fields=["placement", "enrolment"], name="participation_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} @ {self.placement_id}"
