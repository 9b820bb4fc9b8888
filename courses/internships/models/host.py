"""How somebody without an account confirms: an address that works once, or a sheet of paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.attached import place_of, private_storage

from .chain import ChainLink, Closing
from .placement import Participation, Placement


class HostLink(models.Model):
    """An address for the host of a placement, to be used once within 30 days. The address itself is stored nowhere: it is computed from the
    row and the site's secret key."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="host_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    closing = models.OneToOneField(Closing, null=True, blank=True, on_delete=models.PROTECT, related_name="host_link")

    class Meta:
        verbose_name = _("link for a host")
        verbose_name_plural = _("links for hosts")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(used_at=None, closing=None) | Q(used_at__isnull=False), name="host_link_used_by_its_closing")
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.made_at:%Y-%m-%d}"

    def is_open(self, at) -> bool:
        return self.used_at is None and self.revoked_at is None and at < self.expires_at


def photo_path(sheet: "HostSheet", name: str) -> str:
    return place_of("internships", name)


class HostSheetQuerySet(models.QuerySet["HostSheet"]):
    def of(self, learner):
        return self.filter(participation__enrolment__learner=learner)


class HostSheet(models.Model):
    """A printed list of entries with a code; the host signs on paper. `head` is the hash that the chain ended with when it was printed: on
    paper, where nobody can change it later."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="sheets")
    code = models.CharField(max_length=12, unique=True)
    head = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    closing = models.OneToOneField(Closing, null=True, blank=True, on_delete=models.PROTECT, related_name="sheet")
    photo = models.FileField(max_length=200, blank=True, storage=private_storage, upload_to=photo_path)
    photo_name = models.CharField(max_length=120, blank=True)
    photo_type = models.CharField(max_length=80, blank=True)

    objects = HostSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet for a host")
        verbose_name_plural = _("sheets for hosts")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class SheetLine(models.Model):
    """An entry on a sheet, as it was handed in by this link: handed in again with other words, it is another link."""

    sheet = models.ForeignKey(HostSheet, on_delete=models.CASCADE, related_name="lines")
    link = models.ForeignKey(ChainLink, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "link"], name="sheet_line_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.link_id}"
