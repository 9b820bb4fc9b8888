"""Files that no row leads to: of a course that was deleted, or of a process that died between a file and its row."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import Storage
from django.utils.timezone import now

from ..models import FolderExport, FolderImport, private_storage
from . import archives, exports, folders

KEPT = timedelta(days=1)  # far longer than anybody takes to write a file and its row


def sweep() -> None:
    """The rows are asked after the files were listed, and an export has its row before it has a file: what is written now stays."""
    storage, before = private_storage(), now() - KEPT
    old = {name for folder in (exports.FILES, folders.FILES) for name in _older(storage, folder, before)}
    if old:
        known = {exports.name_of(uid) for uid in FolderExport.objects.values_list("uid", flat=True)}
        known |= set(FolderImport.objects.values_list("file", flat=True))
        for name in sorted(old - known):
            storage.delete(name)
    for place in Path(tempfile.gettempdir()).glob(f"{archives.SCRATCH}*"):
        with suppress(OSError):  # it is somebody else's, or its worker has cleaned up meanwhile
            if place.stat().st_mtime <= before.timestamp():
                shutil.rmtree(place)


def _older(storage: Storage, folder: str, before: datetime) -> Iterator[str]:
    with suppress(FileNotFoundError):  # nothing was ever kept there
        for file in storage.listdir(folder)[1]:
            with suppress(FileNotFoundError):  # deleted since
                if storage.get_modified_time(f"{folder}/{file}") <= before:
                    yield f"{folder}/{file}"
