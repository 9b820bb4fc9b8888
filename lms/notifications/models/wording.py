"""What editors say in a letter instead of the words it came with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterWording(models.Model):
    """The words of one place of a kind of letter (`subject`, `opening`, `button` …) in one language, each save a row of its own: the
    newest counts, and an empty one says that the words it came with count again."""

    kind = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    place = models.CharField(max_length=20)
    text = models.TextField(_("words"), blank=True, max_length=2000)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["kind", "language", "place", "-id"], name="letter_wording_newest")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}): {self.place}"
