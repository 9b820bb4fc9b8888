from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from .cohort import Cohort


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, person: Any):
        """Those that the person got, and those they accepted under another address."""
        return self.filter(Q(person=person) | Q(accepted_by=person))

    def open(self, at: datetime | None = None):
        """Not answered, and still valid."""
        return self.filter(state=Invitation.State.SENT, expires_at__gt=at or now())

    def run_out(self, at: datetime | None = None):
        return self.filter(state=Invitation.State.SENT, expires_at__lte=at or now())


class Invitation(models.Model):
    """Somebody is asked into a cohort by e-mail. It is bound to the cohort, not to the address: whoever opens the letter may accept it
    under another account, and the inviter sees both. States and who moves them: docs/enrolment.md; why a person is made:
    docs/decisions/0015-invitations.md."""

    class State(models.TextChoices):
        SENT = "sent", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        EXPIRED = "expired", _("No answer within 30 days")

    VALID = timedelta(days=30)

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), blank=True)  # emptied when the answer is no, or none came
    digest = models.CharField(max_length=64, blank=True)  # of an address that said no: so that it is not asked again by mistake
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")
    made_person = models.BooleanField(default=False)  # for this invitation: forgotten with it, unless they accept
    state = models.CharField(max_length=16, choices=State.choices, default=State.SENT)
    letters = models.PositiveSmallIntegerField(default=1)  # how often it was sent
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "email"], condition=Q(state="sent"), name="invitation_one_open"),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "withdrawn", "expired"]) | Q(email=""), name="invitation_forgets_the_address"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="sent"), name="invitation_to_expire")]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.email} {self.state}"

    def is_open(self, at: datetime | None = None) -> bool:
        return self.state == self.State.SENT and self.expires_at > (at or now())
