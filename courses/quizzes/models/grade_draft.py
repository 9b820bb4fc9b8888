from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .attempt import AttemptQuestion


class GradeDraftQuerySet(models.QuerySet["GradeDraft"]):
    def of(self, person):
        return self.filter(person=person)


class GradeDraft(models.Model):
    """Marks and comment of a grader who has not given them yet, as typed. It outlives the claim: who comes back finds it."""

    question = models.ForeignKey(AttemptQuestion, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    marks = models.CharField(max_length=20, blank=True)
    comment = models.TextField(blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = GradeDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a grade")
        verbose_name_plural = _("drafts of grades")
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="grade_draft_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.question_id}"
