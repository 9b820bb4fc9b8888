"""What is remembered of a course folder, so that importing it again finds every page and block, and exporting gives back the same bytes."""

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from courses.catalogue.models import Course, CoursePage, LessonVersion
from lms.network.models import Organisation


def private_storage() -> Storage:
    return storages["private"]


class Folder(models.Model):
    """A course that came from a folder, or went into one. The slug is the folder's: the address of the page may change on the site."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="folder")
    slug = models.SlugField(max_length=255, unique=True)
    convention = models.CharField(max_length=32, default="ours")

    def __str__(self) -> str:
        return self.slug


class FolderFile(models.Model):
    """A file of text as it was when the folder was imported or exported last.

    `page_digest` says what the page was then: when the page says something else now, somebody has edited it since. `block_ids` are the ids
    of the blocks in the order of the file, each with those of its lists. A file without a language belongs to the whole folder."""

    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)
    path = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    page_key = models.UUIDField(null=True, blank=True, db_index=True)
    page_digest = models.CharField(max_length=64, blank=True)
    revision_id = models.PositiveIntegerField(null=True, blank=True)
    block_ids = models.JSONField(default=list)
    is_gone = models.BooleanField(default=False)
    remembered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["language", "path"]
        constraints = [models.UniqueConstraint(fields=["folder", "language", "path"], name="folder_file_once")]

    def __str__(self) -> str:
        return f"{self.language}/{self.path}" if self.language else self.path


class FolderMedia(models.Model):
    """Which picture or document of the site a file in media/ became."""

    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="media")
    path = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    image = models.ForeignKey(get_image_model_string(), null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(get_document_model_string(), null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_gone = models.BooleanField(default=False)

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["folder", "path"], name="folder_media_once")]

    def __str__(self) -> str:
        return self.path


class PageWeight(models.Model):
    """What the page of a lesson weighs on the line, measured in the background; `release` is that of the templates it was measured with."""

    version = models.OneToOneField(LessonVersion, on_delete=models.CASCADE, related_name="weight")
    bytes = models.PositiveIntegerField()
    release = models.CharField(max_length=12)

    def __str__(self) -> str:
        return f"{self.version_id}: {self.bytes}"


class Edition(models.Model):
    """A course that is made from another by a task, family by family: `pages` are ids of the modules and lessons in the source language,
    of which `done` are copied. Keys of the new pages follow from `uid` and the old ones, so a task that is killed goes on where it stopped.
    `copied` says which rubric, question and category the new course has instead, by kind and id. `failures`: tries since somebody last
    said that it be tried."""

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Stopped after three tries")
        GIVEN_UP = "given_up", _("Given up")

    IN_THE_WAY = [State.MAKING, State.FAILED]  # of another edition of the same course

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    has_own_questions = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State.choices, default=State.MAKING)
    page = models.ForeignKey(CoursePage, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    pages = models.JSONField(default=list)
    copied = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["of"], condition=models.Q(state__in=["making", "failed"]), name="edition_one_at_a_time")
        ]

    def __str__(self) -> str:
        return self.title


class FolderImport(models.Model):
    """A course folder that somebody sent as a .zip: read first, imported when they say so. `report`: what either of them said."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        READ = "read", _("Read")
        REFUSED = "refused", _("Cannot be imported")
        IMPORTING = "importing", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Stopped after three tries")

    UNDER_WAY = [State.READING, State.IMPORTING]

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    file = models.FileField(max_length=200, upload_to="course_folders", storage=private_storage)
    state = models.CharField(max_length=16, choices=State.choices, default=State.READING)
    on_conflict = models.CharField(max_length=16, default="refuse")
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    report = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class FolderExport(models.Model):
    """A course that is packed as a folder, for whoever edits it to fetch during some days. `total`: the pages that it has."""

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        NOTHING = "nothing", _("Nothing to give out")
        FAILED = "failed", _("Stopped after three tries")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=16, choices=State.choices, default=State.MAKING)
    slug = models.CharField(max_length=255, blank=True)
    file = models.FileField(max_length=200, blank=True, storage=private_storage)
    total = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["of"], condition=models.Q(state="making"), name="folder_export_one_at_a_time")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.state}"
