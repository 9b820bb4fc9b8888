"""One person's place at a meeting. The states and who moves them: docs/meetings.md."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from .meeting import Meeting


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def of(self, person):
        return self.filter(person=person)

    def seated(self):
        """Hold a seat."""
        return self.filter(seat__isnull=False)

    def waiting(self):
        """In order of asking."""
        return self.filter(state=Attendance.State.WAITING).order_by("asked_at", "pk")

    def taking_part(self):
        """Those who come, or were there."""
        return self.filter(state__in=Attendance.TAKING_PART)

    def standing(self):
        """Not given back."""
        return self.exclude(state=Attendance.State.CANCELLED)


class Attendance(models.Model):
    """`is_learner`: somebody of the placement that the meeting is about. Who came without booking has no seat."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On the waiting list")
        BOOKED = "booked", _("Booked")
        ATTENDED = "attended", _("Was there")
        ABSENT = "absent", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN = [State.WAITING, State.BOOKED]
    TAKING_PART = [State.BOOKED, State.ATTENDED]

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meetings")
    is_learner = models.BooleanField(default=False)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=now)
    booked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place at a meeting")
        verbose_name_plural = _("places at meetings")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="meeting_seat_once"),
            models.UniqueConstraint(fields=["meeting", "person"], condition=~Q(state="cancelled"), name="meeting_person_once"),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "absent"], seat__isnull=False)
                | Q(state__in=["waiting", "cancelled"], seat=None)
                | Q(state="attended"),
                name="meeting_seat_where_it_belongs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.meeting_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def has_begun(self, at: datetime | None = None) -> bool:
        return self.meeting.has_begun(at)


class AttendanceEvent(models.Model):
    """Each change of state: who, when, why. Added and never changed."""

    class What(models.TextChoices):
        WAITS = "waits", _("Put on the waiting list")
        BOOKED = "booked", _("Booked")
        INVITED = "invited", _("Invited")
        MOVED_UP = "moved_up", _("Moved up from the waiting list")
        MOVED = "moved", _("Moved to another time")
        CHANGED = "changed", _("The time was changed")
        CANCELLED = "cancelled", _("Cancelled")
        ATTENDED = "attended", _("Was there")
        ABSENT = "absent", _("Did not come")
        TAKEN_OUT = "taken_out", _("Was not there after all")

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=12, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.what}"
