from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet["Letter"]):
    def of(self, person):
        return self.filter(person=person)

    def queued(self):
        return self.filter(state=Letter.State.QUEUED)

    def due(self, at: datetime | None = None):
        return self.queued().filter(due_at__lte=at or now())

    def abandoned(self, at: datetime | None = None):
        """Being handed over for longer than any process is allowed to take: it died."""
        return self.filter(state=Letter.State.HANDING_OVER, claimed_at__lt=(at or now()) - Letter.LEASE)


class Letter(models.Model):
    """A letter in the ledger: it happens once for (kind, person, subject). The states and who moves them: docs/letters.md."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        HANDING_OVER = "handing_over", _("Being handed over")
        HANDED_OVER = "handed_over", _("Handed over")
        UNKNOWN = "unknown", _("Unknown: the process died while handing it over")
        NOT_SENT = "not_sent", _("Not sent")

    class Reason(models.TextChoices):
        """Why a letter was not sent."""

        NO_ADDRESS = "no_address", _("The person has no e-mail address")
        ERASED = "erased", _("The account was deleted")
        STOPPED = "stopped", _("The person does not want these letters")
        NOT_NEEDED = "not_needed", _("No longer needed when its turn came")
        REFUSED = "refused", _("Refused by the mail server")
        UNREACHABLE = "unreachable", _("The mail server could not be reached for days")

    LEASE = timedelta(minutes=3)  # longer than the task may run: see tasks.TIME_LIMIT

    kind = models.CharField(_("kind"), max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters", verbose_name=_("person"))
    subject_key = models.CharField(max_length=120)
    context = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices, blank=True)
    answer = models.CharField(_("what the mail server said"), max_length=200, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    interruptions = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint(fields=["kind", "person", "subject_key"], name="letter_once")]
        indexes = [models.Index(fields=["state", "due_at"], condition=Q(state__in=["queued", "handing_over"]), name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id} ({self.subject_key})"


class StoppedLetters(models.Model):
    """This person does not want letters of this kind, whatever they enrol in later."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stopped_letters")
    kind = models.CharField(max_length=40)
    stopped_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="letters_stopped_once")]

    def __str__(self) -> str:
        return f"{self.person_id} ✗ {self.kind}"
