import uuid

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    def of(self, person):
        return self.filter(person=person)


class KeptForm(models.Model):
    """What somebody sent and the site could not take: they were signed out by then, or it was gone. Nobody else can read it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)  # where it was sent to
    sealed = models.TextField()  # its fields, sealed with a key of the person
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)  # again, and its answer is awaited
    has_no_place = models.BooleanField(default=False)  # what it was to change is gone

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.path
