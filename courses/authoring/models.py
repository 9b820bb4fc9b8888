"""What is remembered of a course folder, so that importing it again finds every page and block, and exporting gives back the same bytes."""

from django.conf import settings
from django.db import models
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from courses.catalogue.models import Course


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
