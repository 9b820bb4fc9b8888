from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity

from .cohort import Cohort
from .enrolment import Enrolment


class ActivityDatesQuerySet(models.QuerySet["ActivityDates"]):
    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)


class ActivityDates(models.Model):
    """When an activity opens, is due and closes for a cohort: quizzes and assignments alike. An empty date is no limit."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="activity_dates", verbose_name=_("cohort"))
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="dates", verbose_name=_("activity"))
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)

    objects = ActivityDatesQuerySet.as_manager()

    class Meta:
        verbose_name = _("dates of an activity")
        verbose_name_plural = _("dates of activities")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "activity"], name="activity_dates_once"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")), name="activity_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} / {self.activity_id}"


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def of_enrolment(self, enrolment):
        return self.filter(enrolment=enrolment)

    def of_cohort(self, cohort):
        return self.filter(enrolment__cohort=cohort)


class Extension(models.Model):
    """What one learner gets beyond the others: a later close, more time, more attempts. Who gave it and why."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="extensions", verbose_name=_("learner"))
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="extensions", verbose_name=_("activity"))
    closes_at = models.DateTimeField(_("closes later"), null=True, blank=True)
    extra_minutes = models.PositiveIntegerField(_("minutes more"), default=0)
    extra_attempts = models.PositiveIntegerField(_("attempts more"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    given_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(auto_now=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [models.UniqueConstraint(fields=["enrolment", "activity"], name="extension_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.activity_id}"
