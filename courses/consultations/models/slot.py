"""The times that are offered. The states and who moves them: docs/consultations.md."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort


class Mode(models.TextChoices):
    PLACE = "place", _("At a place")
    PHONE = "phone", _("By phone")
    ONLINE = "online", _("Online")


class SlotSeries(models.Model):
    """The rule that slots were made by, as the clock of its zone shows it. The slots are rows of their own from the start."""

    class Every(models.IntegerChoices):
        WEEK = 1, _("Every week")
        SECOND_WEEK = 2, _("Every second week")

    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    starts_at = models.TimeField()
    time_zone = models.CharField(max_length=64)
    every = models.PositiveSmallIntegerField(choices=Every.choices, default=Every.WEEK)
    until = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series of times")
        verbose_name_plural = _("series of times")
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("starts_on")), name="slot_series_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.until}"


class SlotQuerySet(models.QuerySet["Slot"]):
    def open(self):
        return self.filter(state=Slot.State.OPEN)

    def ahead(self, at: datetime | None = None):
        """Not begun."""
        return self.filter(starts_at__gt=at or now())

    def overlapping(self, starts_at: datetime, ends_at: datetime):
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class OfferedTime(models.Model):
    """A time with seats, at a place, by phone or online. `ends_at` follows from `minutes`; it is kept so that overlaps can be asked for.
    `time_zone` is the clock on which it was offered. `sequence` counts what matters to whoever comes, for calendars."""

    MOST_SEATS = 100
    MOST_MINUTES = 480

    class State(models.TextChoices):
        OPEN = "open", _("Offered")
        CANCELLED = "cancelled", _("Cancelled")

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(MOST_MINUTES)])
    time_zone = models.CharField(max_length=64)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.PLACE)
    where = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)])
    about = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=200, blank=True)  # why it was cancelled
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def link(self) -> str:
        """Where one meets online, if that is an address that a browser can open."""
        return self.where if self.mode == Mode.ONLINE and self.where.startswith(("https://", "http://")) and " " not in self.where else ""

    def has_begun(self, at: datetime | None = None) -> bool:
        return self.starts_at <= (at or now())

    def set_time(self, starts_at: datetime, minutes: int) -> None:
        self.starts_at, self.minutes, self.ends_at = starts_at, minutes, starts_at + timedelta(minutes=minutes)


class Slot(OfferedTime):
    """A time that somebody offers to a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="slots")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="slots")
    series = models.ForeignKey(SlotSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="slots")

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("offered time")
        verbose_name_plural = _("offered times")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=100), name="slot_has_seats"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["cohort", "starts_at", "id"], condition=Q(state="open"), name="slot_of_cohort"),
            models.Index(fields=["offered_by", "starts_at"], name="slot_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.offered_by_id} {self.starts_at:%Y-%m-%d %H:%M}"
