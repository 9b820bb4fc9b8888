from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment


class NameShown(models.TextChoices):
    FULL = "full", _("My name in full")
    INITIALS = "initials", _("The initials only")
    NONE = "none", _("No name")


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)


class Disclosure(models.Model):
    """What a stranger sees who checks the number: the holder's choice. It belongs to the enrolment, so it holds for the certificate that
    takes the place of this one. Without a row the defaults hold."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="disclosure")
    name = models.CharField(max_length=16, choices=NameShown.choices, default=NameShown.FULL)
    course = models.BooleanField(default=True)
    hours = models.BooleanField(default=True)
    day = models.BooleanField(default=True)
    cohort = models.BooleanField(default=False)
    competences = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("what strangers see")
        verbose_name_plural = _("what strangers see")

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.name}"
