from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort
from lms.accounts.models import AboutFields


class Visitor(AboutFields):
    """Somebody without an account, known to those who work for the cohort. Tied to an account later, both are one person. Forgotten, the
    row stays without a name, so that counts stay true."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="visitors")
    name = models.CharField(_("name"), max_length=150, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        indexes = [models.Index(fields=["cohort", "name"], name="visitor_of_cohort")]

    def __str__(self) -> str:
        return self.name or str(_("Someone"))
