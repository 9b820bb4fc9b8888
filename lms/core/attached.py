"""Files that people attach to what they write: kept apart from what the web server serves, under names that say nothing."""

import uuid
from pathlib import PurePath

from django.core.files.storage import Storage, storages
from django.db import models


def private_storage() -> Storage:
    return storages["private"]


def place_of(folder: str, name: str) -> str:
    """Where a file lies says nothing about whose it is or what it is called."""
    place = uuid.uuid4().hex
    return f"{folder}/{place[:2]}/{place}{PurePath(name).suffix}"


class AttachedFile(models.Model):
    """A file or photo in an answer: checked by content before it is a row, served as an attachment only.

    Which files belong to the answer is said by its value; `removed_at` follows it, so that a file taken out can be brought back. Each app
    adds what the file is attached to, and `file` with a folder of its own."""

    file: models.FileField
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
