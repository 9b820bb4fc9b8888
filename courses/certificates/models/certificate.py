from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment

from .storage import private_storage
from .template import TemplateVersion


def today() -> date:
    """By UTC, as the signed badge counts its last day."""
    return now().date()


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)

    def eligible(self):
        return self.filter(state=Certificate.State.ELIGIBLE)

    def issued(self):
        return self.filter(state=Certificate.State.ISSUED)

    def with_badge(self):
        """Signed, and not forgotten since."""
        return self.filter(badge__credential__gt="")

    def in_force(self):
        return self.filter(state__in=Certificate.IN_FORCE)

    def with_choice(self):
        """With what a stranger's look at them needs: no query more."""
        return self.select_related("enrolment__cohort", "enrolment__disclosure")

    def over(self):
        """Issued, and the last day they are valid is past."""
        return self.issued().filter(expires_on__lt=today())

    def withdrawn_with_paper(self):
        """Their holder is forgotten, their file not yet."""
        return self.filter(state=Certificate.State.WITHDRAWN).exclude(pdf="")


class Certificate(models.Model):
    """An award with its own copy of everything it says. The states and who moves them: docs/certificates.md."""

    class State(models.TextChoices):
        ELIGIBLE = "eligible", _("Being made")
        ISSUED = "issued", _("Issued")
        SUPERSEDED = "superseded", _("Replaced")
        REVOKED = "revoked", _("Revoked")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn by its holder")

    IN_FORCE = [State.ELIGIBLE, State.ISSUED]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("number"), max_length=24, unique=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ELIGIBLE)
    holder_name = models.CharField(_("name"), max_length=150, blank=True)
    course_title = models.CharField(_("course"), max_length=255)
    title_language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    course_version = models.ForeignKey("catalogue.CourseVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    issuer_name = models.CharField(_("issued by"), max_length=200)
    hours = models.PositiveSmallIntegerField(_("hours"), default=0)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    cohort_name = models.CharField(max_length=120, blank=True)
    mentor_name = models.CharField(max_length=150, blank=True)
    competences = models.JSONField(blank=True, default=list)  # title, language and level of each that a mentor judged
    template_version = models.ForeignKey(
        TemplateVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )  # none: it looks like our own
    proof = models.JSONField(blank=True, default=dict)
    completed_on = models.DateField(_("completed on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)  # the last day; without one, for ever
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("asked for by")
    )
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    pdf = models.FileField(max_length=200, blank=True, storage=private_storage)
    superseded_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes", verbose_name=_("replaced by")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("revoked by")
    )
    revoked_because = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=Q(state__in=["eligible", "issued"]), name="certificate_one_in_force"),
            models.CheckConstraint(condition=~Q(state="issued") | ~Q(pdf=""), name="certificate_issued_has_paper"),
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(state="eligible"), name="certificate_waiting")]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> str:
        """The state, of which a sweep may not have seen yet that its time is over."""
        is_over = self.state == self.State.ISSUED and self.expires_on is not None and self.expires_on < today()
        return self.State.EXPIRED if is_over else self.state

    @property
    def standing_words(self) -> Any:
        return self.State(self.standing).label

    @property
    def is_in_force(self) -> bool:
        return self.standing in self.IN_FORCE
