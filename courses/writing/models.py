"""What keeps editors from writing over each other: which tab a revision came from, and what was set aside because another came first.
And what they begin from: templates of lessons, and blocks on the way from one lesson to another."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class SavedFrom(models.Model):
    """The tab that saved a revision last. Its next save is no surprise to anybody, whatever the form believes of revisions: autosave tells
    the form nothing of those that it made itself."""

    revision = models.OneToOneField(Revision, primary_key=True, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.tab}"


class AsideQuerySet(models.QuerySet["Aside"]):
    def by(self, person):
        return self.filter(person=person)

    def open(self):
        return self.filter(settled_at=None)


class Aside(models.Model):
    """What somebody typed into a form that was out of date. The revision stands in the page's history, before the one that came first."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    base = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")  # what the form was opened with, if known
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    wanted = models.CharField(max_length=40, blank=True)  # what the button would have done
    at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = AsideQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.revision)


class TemplateQuerySet(models.QuerySet["LessonTemplate"]):
    def live(self):
        return self.filter(retired_at=None)

    def offered(self, *, language: str, course_key: Any):
        """For a new lesson of this course, in this language."""
        return self.live().filter(Q(course_key=None) | Q(course_key=course_key), language=language)


class LessonTemplate(models.Model):
    """A lesson that others begin from, apart from the lesson it was made of. Of one course, or of every course. Nothing of learners."""

    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("what it is for"), max_length=300, blank=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    course_key = models.UUIDField(null=True, blank=True)  # what the pages of a course share; None: every course
    minutes = models.PositiveSmallIntegerField(default=60)
    blocks = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Clipboard(models.Model):
    """The blocks that a person copied last, on whichever device."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    blocks = models.JSONField(default=list)
    source_title = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.source_title
