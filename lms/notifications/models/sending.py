"""What sending needs to remember: whether it is paused, how fast it may go, and addresses that letters came back from."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from .letter import Letter


class Outbox(models.Model):
    """One row, number 1. While it is paused nothing is claimed, must-send letters excepted if `must_send_goes_on`; while it is held,
    because the mail server is away or does not let us in, nothing at all. `next_at` is when the next letter may go: see outbox.py."""

    THE_ONE = 1

    per_minute = models.PositiveIntegerField(
        _("letters a minute at most"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60_000)]
    )  # empty: settings.LETTERS_PER_MINUTE
    next_at = models.DateTimeField(default=now)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    paused_because = models.CharField(_("reason"), max_length=200, blank=True)
    must_send_goes_on = models.BooleanField(_("letters that must be sent go on"), default=True)

    held_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=12, choices=Letter.Trouble.choices, blank=True)
    said = models.CharField(max_length=200, blank=True)
    troubles = models.PositiveSmallIntegerField(default=0)  # in a row
    trouble_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "outbox"


class BouncedAddress(models.Model):
    """Letters to this address came back for good: nothing goes there until the person gives another, or says that it works again."""

    class Source(models.TextChoices):
        SERVER = "server", _("The mail server refused it")
        REPORT = "report", _("A letter about it came back")
        PROVIDER = "provider", _("The provider told us")

    address = models.EmailField(_("address"), unique=True)
    source = models.CharField(_("how we know"), max_length=10, choices=Source.choices)
    said = models.CharField(_("what was said"), max_length=200, blank=True)
    bounced_at = models.DateTimeField(_("came back"), auto_now_add=True)

    def __str__(self) -> str:
        return self.address


class BounceReport(models.Model):
    """A bounce told by a mail server or a provider, once: the same report may come twice."""

    message_id = models.CharField(max_length=120)
    address = models.EmailField()
    is_permanent = models.BooleanField()
    said = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message_id", "address", "is_permanent"], name="bounce_report_once")]

    def __str__(self) -> str:
        return f"{self.address}: {self.said}"
