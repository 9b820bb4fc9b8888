"""What stands beside wagtail-localize's own rows. A `StringTranslation` is what readers see or will see with the next publication; what a
translator has only typed is here, and so is the mark that a source has changed since."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation, TranslationContext


class TextInWorkQuerySet(models.QuerySet["TextInWork"]):
    def on_the_page(self):
        """Not of blocks that were taken out of the source: those wait there, in case they come back."""
        here = StringSegment.objects.filter(source=OuterRef("translation__source"), context=OuterRef("context"), string=OuterRef("string"))
        return self.filter(Exists(here))


class TextInWork(models.Model):
    """A text that a translator has typed and nobody has published. `string` is the source text it stands beside; `was_of` the one it was
    made from, where that has changed. One that a machine made (`is_machine`) is not published until somebody has confirmed it."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="texts_in_work")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")
    was_of = models.ForeignKey(String, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    data = models.TextField()
    is_machine = models.BooleanField(default=False)
    tool = models.CharField(max_length=100, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    objects = TextInWorkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "context", "string"], name="text_in_work_once")]

    def __str__(self) -> str:
        return f"{self.translation_id} / {self.context_id}"


class ValueInWork(models.Model):
    """A picture, a file or a link that somebody has chosen for the translation and nobody has published. No `data`: what the source has."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="values_in_work")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "context"], name="value_in_work_once")]

    def __str__(self) -> str:
        return f"{self.translation_id} / {self.context_id}"


class Outdated(models.Model):
    """The translation was made from another source text than the one it stands beside now; readers go on seeing it."""

    translation = models.OneToOneField(StringTranslation, on_delete=models.CASCADE, related_name="outdated")
    was_of = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.translation_id} was of {self.was_of_id}"


class Term(models.Model):
    """A word of the trade in all languages. `words` are by language; several for one language are parted by commas."""

    words = models.JSONField(default=dict)
    note = models.CharField(_("note"), max_length=300, blank=True)
    key = models.SlugField(max_length=80, blank=True, editable=False)  # of those that came with the site, so that they come once

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="term_once")]

    def __str__(self) -> str:
        return str(self.words.get("en") or next(iter(self.words.values()), ""))
