from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .certificate import Certificate


class NameRequestQuerySet(models.QuerySet["NameRequest"]):
    def of(self, learner):
        return self.filter(certificate__enrolment__learner=learner)

    def waiting(self):
        return self.filter(state=NameRequest.State.ASKED)


class NameRequest(models.Model):
    """A holder asks for another name on a certificate; a coordinator answers. States: docs/certificates.md."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for an answer")
        DONE = "done", _("Made again")
        REFUSED = "refused", _("Refused")
        CLOSED = "closed", _("No longer needed")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="name_requests", verbose_name=_("certificate"))
    wanted_name = models.CharField(_("name asked for"), max_length=150)
    why = models.CharField(_("why"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("answered by")
    )
    because = models.CharField(_("reason"), max_length=300, blank=True)

    objects = NameRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for another name")
        verbose_name_plural = _("requests for another name")
        constraints = [models.UniqueConstraint(fields=["certificate"], condition=Q(state="asked"), name="name_request_one_waiting")]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.state}"
