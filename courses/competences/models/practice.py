"""What in a course practises a competence."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity, Lesson

from .framework import Competence


class PractisesQuerySet(models.QuerySet["Practises"]):
    def live(self):
        """Where the lesson or activity is still part of its course."""
        activity = Q(activity__retired_at=None, activity__lesson__retired_at=None)
        return self.filter(Q(lesson__isnull=False, lesson__retired_at=None) | (Q(activity__isnull=False) & activity))

    def in_course(self, course):
        return self.filter(Q(lesson__course=course) | Q(activity__lesson__course=course))


class Practises(models.Model):
    """A lesson as a whole, or one activity of it: an exercise, a quiz, an assignment. What was retired keeps its row: it may come back."""

    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="practised_by")
    lesson = models.ForeignKey(Lesson, null=True, blank=True, on_delete=models.CASCADE, related_name="practises")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.CASCADE, related_name="practises")

    objects = PractisesQuerySet.as_manager()

    class Meta:
        verbose_name = _("what practises a competence")
        verbose_name_plural = _("what practises competences")
        constraints = [
            models.CheckConstraint(
                condition=Q(lesson=None, activity__isnull=False) | Q(lesson__isnull=False, activity=None), name="practises_one_thing"
            ),
            models.UniqueConstraint(fields=["competence", "lesson"], condition=Q(activity=None), name="practises_lesson_once"),
            models.UniqueConstraint(fields=["competence", "activity"], condition=Q(lesson=None), name="practises_activity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id or ''}{self.activity_id or ''} → {self.competence_id}"
