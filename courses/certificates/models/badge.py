"""What the signed form of a certificate needs: who signs, with which key, and the place of each badge in a public list."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from lms.network.models import Organisation

from .certificate import Certificate


class BadgeIssuer(models.Model):
    """Under which identifier an organisation, or the site itself, issues. The identifier never changes, whatever the names do."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="badge_issuer")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(Coalesce("organisation", 0), name="badge_issuer_one_each")]

    def __str__(self) -> str:
        return str(self.uid)


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def current(self):
        return self.filter(state=SigningKey.State.CURRENT)


class SigningKey(models.Model):
    """A line of the key log: the public half, and from when to when it signed. The private half is never in the database."""

    class State(models.TextChoices):
        CURRENT = "current"  # signs
        RETIRED = "retired"  # what it signed stays valid
        WITHDRAWN = "withdrawn"  # others may have it: what it signed is refused

    number = models.PositiveSmallIntegerField(unique=True)
    public = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.CURRENT)
    active_from = models.DateTimeField()
    active_until = models.DateTimeField(null=True, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="current"), name="signing_key_one_current"),
            models.CheckConstraint(
                condition=Q(state="current", active_until=None) | ~Q(state="current"), name="signing_key_current_is_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"key-{self.number}"


class StatusList(models.Model):
    """A list of bits, one for each badge of an issuer, published as a signed credential. `revision` rises whenever a bit changes."""

    LENGTH = 131_072  # at least so many, says the specification: nobody can be told from the size of the list

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    issuer = models.ForeignKey(BadgeIssuer, on_delete=models.PROTECT, related_name="status_lists")
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uid)


class Badge(models.Model):
    """The signed form of a certificate. Everything that the signature depends on is written down first, so that a repeat signs the
    same bytes; `credential` is what was signed, and is empty before that and after its holder is forgotten."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="badge")
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    issuer = models.ForeignKey(BadgeIssuer, on_delete=models.PROTECT, related_name="badges")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="badges")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="badges")
    status_index = models.PositiveIntegerField()
    salt = models.CharField(max_length=32, blank=True)
    awarded_at = models.DateTimeField()
    credential = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="badge_place_once"),
            models.CheckConstraint(condition=Q(status_index__lt=131_072), name="badge_place_on_the_list"),
        ]

    def __str__(self) -> str:
        return str(self.uid)
