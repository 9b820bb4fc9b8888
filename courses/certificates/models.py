from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)

    def eligible(self):
        return self.filter(state=Certificate.State.ELIGIBLE)

    def issued(self):
        return self.filter(state=Certificate.State.ISSUED)


class Certificate(models.Model):
    """An award with its own copy of everything it says. The states and who moves them: docs/certificates.md."""

    class State(models.TextChoices):
        ELIGIBLE = "eligible", _("Being made")
        ISSUED = "issued", _("Issued")
        SUPERSEDED = "superseded", _("Replaced")
        REVOKED = "revoked", _("Revoked")
        EXPIRED = "expired", _("Expired")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.ELIGIBLE)
    holder_name = models.CharField(max_length=80)
    course_title = models.CharField(max_length=255)
    hours = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    proof = models.JSONField()
    completed_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    pdf = models.FileField(max_length=200, blank=True)
    superseded_by = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(state__in=["eligible", "issued"]), name="certificate_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.number
