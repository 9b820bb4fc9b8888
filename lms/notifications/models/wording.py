"""What editors say in a letter instead of the words it came with."""

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _


class LetterWordingQuerySet(models.QuerySet["LetterWording"]):
    def newest(self):
        """What counts now of each place."""
        latest = self.values("kind", "language", "place").annotate(latest=Max("pk"))
        return self.filter(pk__in=latest.values("latest"))


class LetterWording(models.Model):
    """The words of one place of a kind of letter (`subject`, `opening`, `button` …) in one language, each save a row of its own: the
    newest counts, and an empty one says that the words it came with count again.

    A row names the one that it follows, and each is followed once: of two editors who save at the same time the second is told."""

    kind = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    place = models.CharField(max_length=20)
    text = models.TextField(_("words"), blank=True, max_length=2000)
    follows = models.PositiveBigIntegerField(default=0, editable=False)  # the id of a row, 0 for the first
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = LetterWordingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language", "place", "follows"], name="letter_wording_follows_once")]
        indexes = [models.Index(fields=["kind", "language", "place", "-id"], name="letter_wording_newest")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}): {self.place}"
