"""Course folders as .zip: what somebody sent is looked at before any of it is unpacked."""

import io
import stat
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from django.conf import settings

from ..folder.reasons import Reason
from ..folder.reasons import reason as _
from ..progress import SILENT, Progress, Step
from .zip_names import Unreadable, names_of

MAX_MEGABYTES = 100
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_EXPANDED = 400 * 1024 * 1024
MAX_PATH = 255
PIECE = 64 * 1024
SCRATCH = "course-folder-"
LEFT_OUT = ("__MACOSX", ".git", ".DS_Store", "Thumbs.db", "desktop.ini")


class NotAFolderError(Exception):
    def __init__(self, reason: Reason):
        self.reason = reason
        super().__init__(reason)


def check(file) -> None:
    """Whether it is an archive that may be unpacked, by what is in it and not by its name. Raises NotAFolderError."""
    if file.size > MAX_BYTES:
        raise NotAFolderError(
            _("The file is larger than %(number)d MB. Leave recordings out, and add them on the site.", number=MAX_MEGABYTES)
        )
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise NotAFolderError(damaged()) from error
    if not entries:
        raise NotAFolderError(_("There is no file in it. Pack the folder of the course, with course.yaml and what lies beside it."))
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_EXPANDED:
        raise NotAFolderError(too_much())
    if any(not _is_plain(entry, name) for entry, name in _named(entries)):
        reason = _("Something in this file is no plain file of a course: a link, a password or a path that leads out.")
        raise NotAFolderError(reason)


def unpack(file, folder: Path) -> Path:
    """The course folder: the top of the archive, or the one folder in it, however deep. Raises NotAFolderError, also for an archive whose
    list of files lies about their sizes."""
    check(file)
    left = MAX_EXPANDED
    with zipfile.ZipFile(file) as archive:
        for entry, name in _named(_entries(archive)):
            target = folder / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, target.open("wb") as unpacked:
                    while piece := packed.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise NotAFolderError(too_much())
                        unpacked.write(piece)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
                raise NotAFolderError(damaged()) from error
    inside = list(folder.iterdir())
    while len(inside) == 1 and inside[0].is_dir():
        folder, inside = inside[0], list(inside[0].iterdir())
    return folder


def damaged() -> Reason:
    return _("This is not a .zip file, or it is damaged. Pack the folder once more.")


def too_much() -> Reason:
    return _("There is too much in this file for a course.")


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


def _named(entries: list[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, str]]:
    """Each file with the name that was meant. Raises NotAFolderError."""
    folders = {part for entry in entries for part in PurePosixPath(entry.filename).parts[:-1]}
    languages = folders & {code for code, _name in settings.LANGUAGES}
    try:
        return list(zip(entries, names_of(entries, languages), strict=True))
    except Unreadable as error:
        words = _(
            "It cannot be told in which letters the name “%(file)s” is packed. Give the file a name in Latin letters, or pack the folder "
            "with a program that writes names in UTF-8.",
            file=error.name,
        )
        raise NotAFolderError(words) from error


def _is_plain(entry: zipfile.ZipInfo, name: str) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    leads_out = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name
    return kind in (0, stat.S_IFREG) and not entry.flag_bits & 1 and not leads_out and len(name.encode()) <= MAX_PATH
