"""A time at which mentors meet, and the practice entries that were answered there. The states: docs/meetings.md."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.consultations.models import OfferedTime, SlotSeries
from courses.enrolment.models import Cohort
from courses.internships.models import Closing, Placement


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def open(self):
        return self.filter(state=Meeting.State.OPEN)

    def ahead(self, at):
        """Not begun."""
        return self.filter(starts_at__gt=at)

    def overlapping(self, starts_at, ends_at):
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Meeting(OfferedTime):
    """Offered to the mentors of a cohort. About a placement, if it names one: then its learners may be invited. `lasted` is how many
    minutes it took. Once its minutes are closed what is written in them does not change."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="meetings")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meetings_offered")
    series = models.ForeignKey(SlotSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings")
    placement = models.ForeignKey(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    lasted = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision meeting")
        verbose_name_plural = _("supervision meetings")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=100), name="meeting_has_seats"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(state="open"), name="meeting_closed_took_place"),
            models.CheckConstraint(condition=Q(lasted=None) | Q(lasted__gte=1), name="meeting_lasted_some_time"),
        ]
        indexes = [
            models.Index(fields=["cohort", "starts_at", "id"], name="meeting_of_cohort"),
            models.Index(fields=["offered_by", "starts_at"], name="meeting_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.offered_by_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class MeetingClosing(models.Model):
    """One answer to practice entries that was given at the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="closings")
    closing = models.OneToOneField(Closing, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.closing_id}"
