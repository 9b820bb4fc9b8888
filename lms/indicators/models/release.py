from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .programme import Programme


class ReleaseQuerySet(models.QuerySet["Release"]):
    def of(self, programme):
        return self.filter(programme=programme)


class Release(models.Model):
    """A report that left the house. `published` is what it shows, and nothing more; its files are made of it again at any time. `counted`
    is what was counted, also of groups that are left out: later reports are checked against it, and it is shown to nobody."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="releases")
    period = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    published = models.JSONField()
    counted = models.JSONField()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("report for a funder")
        verbose_name_plural = _("reports for funders")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.period} {self.at:%Y-%m-%d}"
