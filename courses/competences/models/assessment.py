"""How far somebody is: what they say of themselves, what their mentor says."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment

from ..scale import HIGHEST, LOWEST
from .framework import Competence


class Moment(models.TextChoices):
    BEFORE = "before", _("Before the course")
    LOOKING_BACK = "looking_back", _("Looking back")
    AFTER = "after", _("After the course")


ON_THE_SCALE = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)

    def at(self, *moments):
        return self.filter(moment__in=moments)


class SelfAssessment(models.Model):
    """What a learner says of themselves at one moment. It may be corrected until the next moment is begun."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="self_assessments")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="self_assessments")
    moment = models.CharField(max_length=16, choices=Moment.choices)
    level = models.PositiveSmallIntegerField(validators=ON_THE_SCALE)
    chosen_at = models.DateTimeField(default=now)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "competence", "moment"], name="self_assessment_once"),
            models.CheckConstraint(condition=Q(level__gte=LOWEST, level__lte=HIGHEST), name="self_assessment_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.competence_id} {self.moment}: {self.level}"


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)


class Judgement(models.Model):
    """What a mentor says, and what it rests on. A later one adds a row; the latest counts."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="judgements")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="judgements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    level = models.PositiveSmallIntegerField(validators=ON_THE_SCALE)
    sentence = models.TextField()
    at = models.DateTimeField(default=now)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(level__gte=LOWEST, level__lte=HIGHEST), name="judgement_on_the_scale")]
        indexes = [models.Index(fields=["enrolment", "competence"], name="judgement_of_competence")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.competence_id}: {self.level}"

    @property
    def pieces(self) -> list[tuple[str, int]]:
        """What it rests on, in one order."""
        return sorted((one.kind, one.row) for one in self.evidence.all())


class JudgementEvidence(models.Model):
    """Names a row of a higher app: `kind` is registered there (`evidence.py`), so no foreign key leads to it."""

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="evidence")
    kind = models.SlugField(max_length=32)
    row = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["judgement", "kind", "row"], name="judgement_evidence_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"
