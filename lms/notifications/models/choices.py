"""What a person has chosen about letters."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterChoice(models.Model):
    """Where this person wants what a kind of letter tells, whatever they enrol in later. Without a row: by e-mail and in the inbox."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("By e-mail")
        INBOX = "inbox", _("Only here, in the inbox")
        NONE = "none", _("Not at all")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letter_choices")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.INBOX)
    chosen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="letter_choice_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} → {self.channel}"


class LetterSettings(models.Model):
    """How often a person wants letters that are no must. The row is also what processes hold while they ask whether a letter may go."""

    class Rhythm(models.TextChoices):
        AS_IT_COMES = "as_it_comes", _("One a day at most, three a week")
        DAILY = "daily", _("Once a day, everything together")
        WEEKLY = "weekly", _("Once a week, everything together")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letter_settings")
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices, default=Rhythm.AS_IT_COMES)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"
