"""What was published, as immutable rows of our own. Entries, certificates and paper point here, never to a Wagtail revision: those are
rewritten by autosave and purged. The same content makes no new row; `is_current` alone moves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .rows import Activity, Course, Lesson, Module


class VersionQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)


class Version(models.Model):
    """A subclass has a foreign key `of` with related_name="versions"."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    content_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=255)
    content = models.JSONField(default=dict)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["of", "language", "content_hash"], name="%(class)s_content_once"),
            models.UniqueConstraint(fields=["of", "language"], condition=Q(is_current=True), name="%(class)s_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def title_language(self) -> str:
        """For `lang`: a title that nobody has translated yet is the source language's."""
        untranslated = self.content.get("untranslated") or {}
        return untranslated["language"] if "title" in untranslated.get("fields", ()) else self.language


class CourseVersion(Version):
    """content: summary, introduction (Markdown). `search_text` is the plain form that `search` looks in."""

    of = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    search_text = models.TextField(default="", editable=False)


class ModuleVersion(Version):
    """content: introduction (Markdown)."""

    of = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="versions")


class LessonVersion(Version):
    """content: summary, minutes, body (the stream as JSON), sections (id and title of each heading)."""

    of = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="versions")


class ActivityVersion(Version):
    """content: prompt, options and model answer, in the shape of the activity's kind. Like `is_current`, `is_superseded` is no part of what
    was published: it says that the exercise came to mean something else since, so that an answer to it is shown with it."""

    of = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="versions")
    is_superseded = models.BooleanField(default=False)
