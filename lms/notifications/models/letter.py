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

    def governed(self):
        """All that need not be sent: docs/letters.md."""
        return self.exclude(priority=Letter.Priority.MUST)

    def ripe(self, at: datetime | None = None):
        """Their time has come, whether or not the governor holds them back."""
        return self.queued().filter(due_at__lte=at or now())

    def due(self, at: datetime | None = None):
        at = at or now()
        return self.ripe(at).filter(Q(held_until=None) | Q(held_until__lte=at))

    def told_on_site(self, at: datetime | None = None):
        """Whatever was or would be sent, but for letters of letters; not what is no longer needed or for later."""
        needless = [Letter.Reason.NOT_NEEDED, Letter.Reason.ERASED]
        rows = self.exclude(kind="digest").exclude(state=Letter.State.NOT_SENT, reason__in=needless)
        return rows.exclude(state=Letter.State.QUEUED, due_at__gt=at or now())

    def gone(self):
        """They went, are on their way, or may have gone."""
        return self.filter(state__in=[Letter.State.HANDING_OVER, Letter.State.HANDED_OVER, Letter.State.UNKNOWN])

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
        GATHERED = "gathered", _("Told together with others")
        NOT_SENT = "not_sent", _("Not sent")

    class Priority(models.IntegerChoices):
        """How a letter is governed: docs/letters.md."""

        MUST = 0, _("Must be sent")  # outside the limits, at once, and once more when nobody knows whether it went
        TIMELY = 1, _("Timely")  # by itself, where the limits allow
        CAN_WAIT = 2, _("Can wait")  # gathered with others

    class Reason(models.TextChoices):
        """Why a letter was not sent."""

        NO_ADDRESS = "no_address", _("The person has no e-mail address")
        ERASED = "erased", _("The account was deleted")
        STOPPED = "stopped", _("The person does not want these letters")
        NOT_NEEDED = "not_needed", _("No longer needed when its turn came")
        SEEN = "seen", _("Seen on the site before")
        BOUNCED = "bounced", _("Letters to this address came back")
        REFUSED = "refused", _("Refused by the mail server")
        UNREACHABLE = "unreachable", _("The mail server did not take it for days")

    class Trouble(models.TextChoices):
        """What stood in the way the last time. The first three are nobody's letter in particular."""

        AWAY = "away", _("The mail server cannot be reached")
        BUSY = "busy", _("The mail server has too much to do")
        KEY = "key", _("The mail server does not let us in")
        LATER = "later", _("The mail server asked us to come again")
        FULL = "full", _("The mailbox is full")
        NOBODY = "nobody", _("There is no such address")
        UNWANTED = "unwanted", _("The mail server does not want this letter")
        BROKEN = "broken", _("The connection broke on the way")

    OUT_OF_ORDER = (Trouble.AWAY, Trouble.BUSY, Trouble.KEY)

    LEASE = timedelta(minutes=3)  # longer than the task may run: see tasks.TIME_LIMIT

    kind = models.CharField(_("kind"), max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters", verbose_name=_("person"))
    subject_key = models.CharField(max_length=120)
    context = models.JSONField(default=dict, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.TIMELY)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices, blank=True)
    answer = models.CharField(_("what the mail server said"), max_length=200, blank=True)
    trouble = models.CharField(_("trouble"), max_length=12, choices=Trouble.choices, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    interruptions = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"))
    held_until = models.DateTimeField(_("held back until"), null=True, blank=True)  # by the governor, who asks again then
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen on the site"), null=True, blank=True)
    gathered_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="gathered", verbose_name=_("told in")
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint(fields=["kind", "person", "subject_key"], name="letter_once")]
        indexes = [
            models.Index(fields=["state", "priority", "due_at"], condition=Q(state__in=["queued", "handing_over"]), name="letter_waiting"),
            models.Index(fields=["person", "-created_at"], name="letter_inbox"),
            models.Index(fields=["claimed_at"], condition=Q(claimed_at__isnull=False), name="letter_claimed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id} ({self.subject_key})"
