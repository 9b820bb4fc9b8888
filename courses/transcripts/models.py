import hashlib

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from .transcript import Part


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class RecordLinkQuerySet(models.QuerySet["RecordLink"]):
    def of(self, person):
        return self.filter(holder=person)

    def open(self):
        return self.filter(taken_back_at=None, expires_at__gt=now())

    def by_token(self, token):
        """Whoever has the address. Of people who may still sign in."""
        return self.filter(token_hash=hash_of(token), holder__is_active=True)


class RecordLink(models.Model):
    """An address at which a stranger reads parts of somebody's record. The address is shown once, when it is made; what is kept is its
    hash."""

    USUAL_DAYS, MOST_DAYS = 30, 365

    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="record_links")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(
        _("for whom"), max_length=80, help_text=_("So that you know it again in the list. Whoever opens the link does not see it.")
    )
    parts = models.JSONField(default=list)
    days = models.PositiveSmallIntegerField(
        _("for how many days"), default=USUAL_DAYS, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    openings = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    objects = RecordLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a record")
        verbose_name_plural = _("links to records")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.holder_id}: {self.label}"

    @property
    def parts_words(self) -> str:
        return "; ".join(str(part.label) for part in Part if part in self.parts)

    @property
    def is_open(self) -> bool:
        return self.taken_back_at is None and self.expires_at > now()
