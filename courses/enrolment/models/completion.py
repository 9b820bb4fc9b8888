from django.conf import settings
from django.db import models

from courses.catalogue.models import Activity, Course, Lesson

from .enrolment import Enrolment


class ActivityCompletion(models.Model):
    """A fact: this learner has completed this activity. Added once, never taken back by a later edit of the course."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="completions")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="completions")
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "activity"], name="activity_completed_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} ✓ {self.activity_id}"


class CourseCompletion(models.Model):
    """The course is completed, with the proof it was given for. A changed rule never takes it back."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="completion")
    proof = models.JSONField()
    completed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrolment_id} ✓"


class CompletionRuleChange(models.Model):
    """What a course asked for before and after somebody changed it: added, never changed."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="rule_changes")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.course_id} {self.at:%Y-%m-%d}"


class LessonPosition(models.Model):
    """Where in a lesson the learner stopped, on whatever device. `seen_change` is the latest change of the lesson, in any language, that
    was there when they read it or said that they have seen what changed."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="positions")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    block_id = models.CharField(max_length=64, blank=True)
    read_version = models.ForeignKey("catalogue.LessonVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seen_change = models.ForeignKey("catalogue.LessonChange", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="position_once_per_lesson")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} @ {self.block_id}"
