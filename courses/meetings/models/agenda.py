"""What is to be talked about. Who sees which case: docs/meetings.md."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.internships.models import PracticeEntry
from courses.mentorship.models import ReviewTask

from .meeting import Meeting


class Case(models.Model):
    """A piece of work, a day of practice, or a free topic. `about` says in a sentence what they want to talk about. `carried_from` is the
    case of an earlier meeting that goes on here; a case goes on once."""

    class Kind(models.TextChoices):
        TASK = "task", _("A piece of work")
        ENTRY = "entry", _("A day of practice")
        TOPIC = "topic", _("Something else")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    task = models.ForeignKey(ReviewTask, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    entry = models.ForeignKey(PracticeEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField()
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    put_at = models.DateTimeField(auto_now_add=True)
    carried_from = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_to")

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="task", entry=None, topic="")
                | Q(kind="entry", task=None, topic="")
                | (Q(kind="topic", task=None, entry=None) & ~Q(topic="")),
                name="case_is_of_one_kind",
            ),
            models.UniqueConstraint(fields=["meeting", "task"], name="case_task_once"),
            models.UniqueConstraint(fields=["meeting", "entry"], name="case_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} #{self.position} {self.kind}"
