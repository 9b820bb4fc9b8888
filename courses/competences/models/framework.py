"""Frameworks of competences: a tree, and its words in each language. What anybody was judged by is retired, never deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.network.models import Organisation


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def live(self):
        """What is not retired."""
        return self.filter(retired_at=None)


class Framework(models.Model):
    """`language` is the one it is written in; other languages are translated from it. Without an owner it is the whole site's."""

    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="frameworks", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("short name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework of competences")
        verbose_name_plural = _("frameworks of competences")
        constraints = [
            models.UniqueConstraint(fields=["owner", "slug"], name="framework_once_per_owner"),
            models.UniqueConstraint(fields=["slug"], condition=Q(owner=None), name="framework_once_without_owner"),
        ]

    def __str__(self) -> str:
        return self.slug


class CompetenceQuerySet(models.QuerySet["Competence"]):
    def live(self):
        """What is not retired. Whoever retires a group retires what is in it, so a row says it of itself."""
        return self.filter(retired_at=None, framework__retired_at=None)

    def leaves(self):
        """What is judged: the others group."""
        return self.filter(children=None)


class Competence(models.Model):
    """A node of the tree. One with nothing under it is judged, one with others under it groups them."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="competences")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=models.F("id")), name="competence_not_in_itself")]

    def __str__(self) -> str:
        return f"{self.framework_id} / {self.pk}"


class FrameworkWords(models.Model):
    """`source` is the hash of the words that a translation was made from: another one than theirs now, and it is behind."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("what it is for"), blank=True)
    source = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "language"], name="framework_words_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def texts(self) -> dict[str, str]:
        """By name, in the order in which they are read."""
        return {"title": self.title, "summary": self.summary}


class CompetenceWords(models.Model):
    """`levels` are five texts, what 1 to 5 looks like; an empty one leaves it to the scale. `source` as in `FrameworkWords`."""

    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("what is meant"), blank=True)
    levels = models.JSONField(default=list)
    source = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["competence", "language"], name="competence_words_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def texts(self) -> dict[str, str]:
        levels = {f"level_{number}": text for number, text in enumerate(self.levels, 1)}
        return {"title": self.title, "summary": self.summary, **levels}
