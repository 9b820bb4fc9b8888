"""The plain rows that learners' work hangs on. A page in each language publishes into them (`publishing.py`); no learner's row
ever points at a page. What an editor removes is retired, never deleted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.network.models import Organisation


class Level(models.TextChoices):
    BEGINNER = "beginner", _("For beginners")
    INTERMEDIATE = "intermediate", _("With some experience")
    ADVANCED = "advanced", _("For experienced people")


class Topic(models.TextChoices):
    MANAGEMENT = "management", _("Running an organisation")
    VOLUNTEERS = "volunteers", _("Team and volunteers")
    SOCIAL_SERVICES = "social-services", _("Social services")
    PROJECTS = "projects", _("Projects")
    FUNDRAISING = "fundraising", _("Money and fundraising")
    PARTNERSHIPS = "partnerships", _("Partnerships")
    COMMUNICATION = "communication", _("Communication")
    EVALUATION = "evaluation", _("Results and evaluation")
    DIGITAL = "digital", _("Digital skills")


class PublishedQuerySet(models.QuerySet):
    def live(self):
        """What is not retired."""
        return self.filter(retired_at=None)


class Published(models.Model):
    """What a page publishes: the same row for every language, found by the key that translations share."""

    translation_key = models.UUIDField(unique=True, editable=False)
    slug = models.SlugField(max_length=255, allow_unicode=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.slug


class Course(Published):
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    edition_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="editions")
    source_language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    level = models.CharField(max_length=16, choices=Level.choices, default=Level.BEGINNER)
    hours = models.PositiveSmallIntegerField(default=0)
    needs_second_reading = models.BooleanField(default=False)
    completion_rule = models.JSONField(default=dict, blank=True)
    stamp = models.PositiveIntegerField(default=0, editable=False)  # rises with every publication: what is kept of the course is kept by it

    class Meta(Published.Meta):
        verbose_name = _("course")
        verbose_name_plural = _("courses")


class CourseTopic(models.Model):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=32, choices=Topic.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "topic"], name="course_topic_once")]

    def __str__(self) -> str:
        return self.get_topic_display()


class Module(Published):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="modules")

    class Meta(Published.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class Lesson(Published):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="lessons")

    class Meta(Published.Meta):
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class Activity(models.Model):
    """The one thing that can be completed: a lesson read, an exercise filled in; later a quiz passed, a submission accepted.

    Copying a page keeps its block ids, so an activity is (lesson, block id), never the block id alone. Reading the lesson
    itself is the activity of kind "read" with the block id "read"."""

    READ = "read"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="activities")
    block_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    position = models.PositiveIntegerField(default=0)
    is_required = models.BooleanField(default=True)
    is_private = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    asked_since = models.DateTimeField(null=True, blank=True)  # came, came back or became required after the lesson did

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["lesson", "block_id"], name="activity_once_per_lesson")]

    def __str__(self) -> str:
        return f"{self.kind} {self.block_id}"
