from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .cohort import Cohort


class InvitationList(models.Model):
    """People who are to be invited into a cohort, a chunk at a time (inviting_many.py). `lines` are [address, name] and are emptied with
    the last of them: what is known of who was invited stands in their invitations."""

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitation_lists")
    lines = models.JSONField(default=list)
    language = models.CharField(max_length=8)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)  # lines that were looked at
    invited = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=State.choices, default=State.SENDING)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(state="sent") | models.Q(lines=[]), name="invitation_list_forgets_the_addresses")
        ]
        indexes = [models.Index(fields=["touched_at"], condition=models.Q(state="sending"), name="invitation_list_sending")]

    def __str__(self) -> str:
        return f"{self.cohort}: {self.done} / {self.total}"
