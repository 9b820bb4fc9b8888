"""What a funder pays for: some cohorts, from a day to a day, with targets. docs/programme-figures.md."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort
from lms.network.models import Organisation

from ..rule import COMPLETED


def completed() -> dict:
    return dict(COMPLETED)


class Programme(models.Model):
    """`rule` says who counts as trained: data, as `lms.indicators.rule` reads it. An empty target is none."""

    name = models.CharField(_("name"), max_length=200, help_text=_("As the funder knows it. It stands on every report."))
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("organisation"))
    funder = models.CharField(_("funder"), max_length=200, blank=True)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    cohorts = models.ManyToManyField(Cohort, blank=True, related_name="programmes", verbose_name=_("cohorts"))
    rule = models.JSONField(default=completed, editable=False)
    consultations_wanted = models.PositiveIntegerField(_("Consultations held"), null=True, blank=True)
    people_wanted = models.PositiveIntegerField(_("People consulted"), null=True, blank=True)
    internships_wanted = models.PositiveIntegerField(_("Internships"), null=True, blank=True)
    hours_wanted = models.PositiveIntegerField(_("Confirmed hours"), null=True, blank=True)
    trained_wanted = models.PositiveIntegerField(_("People trained"), null=True, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="programme_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.name


class RuleChange(models.Model):
    """Each change of the rule: who, when, and how many were trained by the old and by the new one at that moment."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rule_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    old = models.JSONField()
    new = models.JSONField()
    trained_before = models.PositiveIntegerField()
    trained_after = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.at:%Y-%m-%d}"
