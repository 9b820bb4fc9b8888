"""Who mentors whom, and how much they can carry. Who is a mentor at all is a role (`lms.accounts`)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment


class MentorProfile(models.Model):
    """What a mentor said of themselves. Without one a mentor has the defaults and their own language."""

    CAPACITY, HOURS = 20, 4

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentor_profile")
    languages = models.JSONField(_("languages"), default=list)
    capacity = models.PositiveSmallIntegerField(
        _("learners at once"), default=CAPACITY, validators=[MaxValueValidator(200)], help_text=_("0: no new learners.")
    )
    hours = models.PositiveSmallIntegerField(_("hours a week"), default=HOURS, validators=[MinValueValidator(1), MaxValueValidator(60)])
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_from__isnull=False, away_until__gt=F("away_from")),
                name="mentor_away_has_both_ends",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def is_away(self, on) -> bool:
        return self.away_from is not None and self.away_from <= on < self.away_until


class HandOver(models.Model):
    """What waited for a mentor was given to another one, or to the queue (no `to`). `tasks`, and `pairings` that were made for the other
    one, are what an undoing takes back, as far as nobody has gone on with it."""

    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hand_overs")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    tasks = models.ManyToManyField("mentorship.ReviewTask", related_name="+")
    pairings = models.ManyToManyField("mentorship.Pairing", related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over of a queue")
        verbose_name_plural = _("hand-overs of queues")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.mentor_id} → {self.to_id}"


class PairingQuerySet(models.QuerySet["Pairing"]):
    def current(self):
        return self.filter(ended_at=None)


class Pairing(models.Model):
    """A learner's own mentor, from when to when, and by whom it was decided. What followed on another pairing says why in the next row."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="pairings")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pairings")
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        constraints = [models.UniqueConstraint(fields=["enrolment"], condition=Q(ended_at=None), name="pairing_one_current")]
        indexes = [models.Index(fields=["mentor"], condition=Q(ended_at=None), name="pairing_current_of_mentor")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} – {self.mentor_id}"


class Bar(models.Model):
    """A conflict of interest: this mentor never reads this learner's work."""

    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="barred_from")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="barred_mentors")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["mentor", "learner"], name="bar_once"),
            models.CheckConstraint(condition=~Q(mentor=F("learner")), name="bar_of_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} ✗ {self.learner_id}"


class BarEvent(models.Model):
    """A conflict of interest was noted or lifted: who, when, why. It outlives the bar."""

    class What(models.TextChoices):
        NOTED = "noted", _("Noted")
        LIFTED = "lifted", _("Lifted")

    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bar_events")
    what = models.CharField(max_length=8, choices=What.choices)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.mentor_id} ✗ {self.learner_id} {self.what}"


class MentorRequest(models.Model):
    """The learner asks for another mentor. A coordinator or supervisor answers by pairing anew, or with words."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="mentor_requests")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")  # who it was then
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("request for another mentor")
        verbose_name_plural = _("requests for another mentor")
        constraints = [models.UniqueConstraint(fields=["enrolment"], condition=Q(settled_at=None), name="mentor_request_one_open")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}"
