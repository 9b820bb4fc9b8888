"""Course folders as .zip: what somebody sent is looked at before any of it is unpacked."""

import io
import stat
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from lms.core.uploads import FileNotAccepted

from ..progress import SILENT, Progress, Step

MAX_BYTES = 100 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_EXPANDED = 400 * 1024 * 1024
MAX_PATH = 255
PIECE = 64 * 1024
SCRATCH = "course-folder-"
LEFT_OUT = ("__MACOSX", ".git", ".DS_Store")


def check(file) -> None:
    """Whether it is an archive that may be unpacked, by what is in it and not by its name. Raises FileNotAccepted."""
    if file.size > MAX_BYTES:
        raise FileNotAccepted(_("The file is larger than %(number)d MB. Leave recordings out, and add them on the site.") % {"number": 100})
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise FileNotAccepted(_("This is not a .zip file, or it is damaged. Pack the folder once more.")) from error
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_EXPANDED:
        raise FileNotAccepted(_("There is too much in this file for a course."))
    if any(not _is_plain(entry) for entry in entries):
        raise FileNotAccepted(_("Something in this file is no plain file of a course: a link, a password or a path that leads out."))


def unpack(file, folder: Path) -> Path:
    """The course folder: the top of the archive, or the one folder in it. Raises FileNotAccepted, also for an archive whose list of files
    lies about their sizes."""
    check(file)
    left = MAX_EXPANDED
    with zipfile.ZipFile(file) as archive:
        for entry in _entries(archive):
            target = folder / entry.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with archive.open(entry) as packed, target.open("wb") as unpacked:
                    while piece := packed.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise FileNotAccepted(_("There is too much in this file for a course."))
                        unpacked.write(piece)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
                raise FileNotAccepted(_("This is not a .zip file, or it is damaged. Pack the folder once more.")) from error
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def pack(folder: Path, progress: Progress = SILENT) -> bytes:
    """Dates and order are always the same, so the same course makes the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in progress.over(Step.PACKING, sorted(path for path in folder.rglob("*") if path.is_file())):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix())
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return made.getvalue()


def scratch() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix=SCRATCH)


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [one for one in archive.infolist() if not one.is_dir() and not set(PurePosixPath(one.filename).parts) & set(LEFT_OUT)]


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    leads_out = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name
    return kind in (0, stat.S_IFREG) and not entry.flag_bits & 1 and not leads_out and len(name.encode()) <= MAX_PATH
