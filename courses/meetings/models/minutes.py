"""What was said at a meeting, what was agreed, and what was put right afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.log.models import Log, Revision

from .agenda import Case
from .meeting import Meeting


class Note(Log):
    """What was said of a case, or in general (no case). The value of the log: {"text": str}. Several write it at once, and each change is
    kept. `is_closed` says with the minutes that nothing more is taken."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notes")
    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="note")
    is_closed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("note of a meeting")
        verbose_name_plural = _("notes of meetings")
        constraints = [models.UniqueConstraint(fields=["meeting"], condition=Q(case=None), name="meeting_one_general_note")]

    def __str__(self) -> str:
        return f"{self.meeting_id} / {self.case_id}"

    @property
    def text(self) -> str:
        return str(self.value.get("text", ""))


class NoteRevision(Revision):
    log = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="revisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


class AgreedStepQuerySet(models.QuerySet["AgreedStep"]):
    def of(self, person):
        return self.filter(who=person)

    def to_do(self):
        return self.filter(done_at=None)


class AgreedStep(models.Model):
    """What somebody will do, by when. `made_id` is the page's own name for it, so that one sent twice is one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="steps")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="steps")
    text = models.CharField(max_length=300)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    made_id = models.CharField(max_length=26)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = AgreedStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed step")
        verbose_name_plural = _("agreed steps")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "made_id"], name="agreed_step_once")]
        indexes = [models.Index(fields=["who"], condition=Q(done_at=None), name="agreed_step_to_do")]

    def __str__(self) -> str:
        return self.text


class Correction(models.Model):
    """Added to closed minutes, which stay as they are."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField()
    made_id = models.CharField(max_length=26)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "made_id"], name="correction_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.at:%Y-%m-%d %H:%M}"
