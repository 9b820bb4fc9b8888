"""What was done with entries, step by step: rows that are added and never changed. What they are hashed from:
`courses.internships.chain`."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .entry import PracticeEntry
from .placement import Participation


class Closing(models.Model):
    """One answer to one entry or to many: who gave it, when, and by its links to which. A supervision meeting names the closing that it
    came to. `by` is the person, or whoever typed what the host signed on paper; with the host's link nobody is signed in."""

    class How(models.TextChoices):
        PERSON = "person", _("On the site")
        LINK = "link", _("By the host's link")
        SHEET = "sheet", _("On a signed sheet")

    how = models.CharField(max_length=8, choices=How.choices, default=How.PERSON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    host_name = models.CharField(max_length=120, blank=True)
    host_role = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer to practice entries")
        verbose_name_plural = _("answers to practice entries")

    def __str__(self) -> str:
        return f"{self.how} {self.at:%Y-%m-%d %H:%M}"


class ChainLink(models.Model):
    """A step of an entry. There is one chain for each participation; of two that add at once the second finds the number taken."""

    class Step(models.TextChoices):
        SUBMITTED = "submitted", _("Handed in")
        TAKEN_BACK = "taken_back", _("Taken back")
        RETURNED = "returned", _("Returned")
        CONFIRMED = "confirmed", _("Confirmed")

    ANSWERS = [Step.RETURNED, Step.CONFIRMED]

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="links")
    entry = models.ForeignKey(PracticeEntry, on_delete=models.CASCADE, related_name="links")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=16, choices=Step.choices)
    at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    closing = models.ForeignKey(Closing, null=True, blank=True, on_delete=models.PROTECT, related_name="links")
    commitment = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "number"], name="chain_link_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="chain_link_counts_from_one"),
            models.CheckConstraint(
                condition=Q(step__in=["submitted", "taken_back"], closing=None)
                | Q(step__in=["returned", "confirmed"], closing__isnull=False),
                name="chain_link_answer_has_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} #{self.number} {self.step}"


class ChainWords(models.Model):
    """What was said with a link, and the salt that keeps anybody from guessing it. Erased with the learner's words; the link stays."""

    link = models.OneToOneField(ChainLink, on_delete=models.CASCADE, related_name="words")
    salt = models.CharField(max_length=32)
    words = models.JSONField()

    def __str__(self) -> str:
        return f"{self.link_id}"
