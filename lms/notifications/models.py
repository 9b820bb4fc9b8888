from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet["Letter"]):
    def queued(self):
        return self.filter(state=Letter.State.QUEUED)

    def of(self, person):
        return self.filter(person=person)


class Letter(models.Model):
    """A letter in the ledger: it happens once for (kind, person, subject). The states and who moves them: docs/letters.md."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        HANDING_OVER = "handing_over", _("Being handed over")
        HANDED_OVER = "handed_over", _("Handed over")
        UNKNOWN = "unknown", _("Unknown: the process died while handing it over")
        NOT_SENT = "not_sent", _("Not sent")

    kind = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    subject_key = models.CharField(max_length=120)
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint(fields=["kind", "person", "subject_key"], name="letter_once")]
        indexes = [models.Index(fields=["state", "due_at"], condition=Q(state__in=["queued", "handing_over"]), name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id} ({self.subject_key})"
