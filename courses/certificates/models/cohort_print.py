"""All certificates of a cohort in one file, made by a task, kept for some days."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort

from .storage import private_storage


class CohortPrintQuerySet(models.QuerySet["CohortPrint"]):
    def making(self):
        return self.filter(state=CohortPrint.State.MAKING)


class CohortPrint(models.Model):
    """`certificates` are the ids that it was asked for, in the order of the file; `done` of them are in parts that lie beside the file
    until it is whole, so a task that is killed goes on where it stopped. `pages` says how many each has in the file, by its id."""

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        GONE = "gone", _("Deleted")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="prints")
    state = models.CharField(max_length=16, choices=State.choices, default=State.MAKING)
    with_backs = models.BooleanField(default=True)
    certificates = models.JSONField(default=list)
    pages = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    file = models.FileField(max_length=200, blank=True, storage=private_storage)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    objects = CohortPrintQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort"], condition=models.Q(state="making"), name="cohort_print_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.state}"
