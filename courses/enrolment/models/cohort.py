from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from lms.accounts.time_zones import country_of
from lms.network.models import Organisation


class Country(models.TextChoices):
    """Whose public holidays a cohort keeps."""

    UKRAINE = "UA", _("Ukraine")
    RUSSIA = "RU", _("Russia")
    BULGARIA = "BG", _("Bulgaria")
    CZECHIA = "CZ", _("Czechia")

    @classmethod
    def by_time_zone(cls, zone: str) -> str:
        """Empty where the time zone is of none of them."""
        code = country_of(zone)
        return code if code in cls.values else ""


class CohortQuerySet(models.QuerySet["Cohort"]):
    def open(self, at=None):
        """Takes new learners by itself now (whether a place is free is another question)."""
        return self.filter(policy=Cohort.Policy.OPEN).within_dates(at)

    def within_dates(self, at=None):
        at = at or now()
        return self.filter(
            Q(enrolment_opens_at=None) | Q(enrolment_opens_at__lte=at),
            Q(enrolment_closes_at=None) | Q(enrolment_closes_at__gt=at),
            closed_at=None,
        )


class Cohort(models.Model):
    """A run of a course: dates, places, pace. A self-paced course has one open cohort."""

    class Policy(models.TextChoices):
        OPEN = "open", _("Anybody may enrol")
        JOIN_CODE = "join_code", _("By join code")
        INVITATION = "invitation", _("By invitation only")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("course"))
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    policy = models.CharField(_("who may enrol"), max_length=16, choices=Policy.choices, default=Policy.OPEN)
    join_code = models.CharField(
        _("join code"),
        max_length=16,
        blank=True,
        help_text=_("Printed in the workbook. Letters and digits; capitals do not matter. Whoever has the code may join."),
    )
    seats = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Leave empty for no limit."))
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    enrolment_opens_at = models.DateTimeField(_("enrolment opens"), null=True, blank=True)
    enrolment_closes_at = models.DateTimeField(_("enrolment closes"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Kyiv")
    country = models.CharField(
        _("public holidays"),
        max_length=2,
        choices=Country.choices,
        blank=True,
        help_text=_("Promises count working days. Without a country only Saturdays and Sundays are free."),
    )
    certificate_months = models.PositiveSmallIntegerField(
        _("certificates are valid for"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Months from the day of completion. Empty: for ever. Holds for certificates to come; those that are issued stay."),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.UniqueConstraint(Upper("join_code"), condition=~Q(join_code=""), name="cohort_join_code_once"),
            models.CheckConstraint(condition=Q(seats=None) | Q(seats_taken__lte=models.F("seats")), name="cohort_seats_not_exceeded"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_use(self) -> bool:
        """Something hangs on it that must not go with it: enrolments, and what apps above this one protect."""
        protected = (one for one in self._meta.related_objects if one.on_delete is models.PROTECT)
        return any(one.related_model._default_manager.filter(**{one.field.name: self}).exists() for one in protected)

    @property
    def is_full(self) -> bool:
        return self.seats is not None and self.seats_taken >= self.seats
