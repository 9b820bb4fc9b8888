"""A zip that somebody else packed. Nothing of it is written to the disk, and what it says about itself is not believed."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from .base import Unreadable

LARGEST_ENTRY = 20_000_000  # bytes, unpacked
LARGEST_WHOLE = 100_000_000  # bytes, unpacked
MOST_ENTRIES = 3_000
MOST_TIMES = 200  # an entry may be that many times larger than it is packed ...
FREE = 1_000_000  # ... above this many bytes

# what Python's zipfile raises where a file is not what it says
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError)
_ENCRYPTED = 0x1
_SYMLINK, _KIND = 0o120000, 0o170000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEFT_BY_SYSTEMS = re.compile(r"(^|/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(/|$)")


class Package:
    """`names` are the files in the order in which they were packed."""

    def __init__(self, data: bytes) -> None:
        """Raises Unreadable."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except DAMAGED as error:
            raise Unreadable("zip_damaged", _("This package is damaged: it could not be opened as a zip.")) from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Unreadable("zip_entries", _("There are more than %(number)d files in this package."), number=MOST_ENTRIES)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        for entry in entries:
            _check(entry)
            key = entry.filename.rstrip("/").casefold()
            if key in seen:
                raise Unreadable("zip_twice", _("Two files in this package have the same name: “%(name)s”."), name=entry.filename[:100])
            seen.add(key)
            if not entry.is_dir() and not _LEFT_BY_SYSTEMS.search(entry.filename):
                self._entries[entry.filename] = entry
        if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            raise Unreadable("zip_size", _("Unpacked, this package is larger than %(megabytes)d MB."), megabytes=LARGEST_WHOLE // 1_000_000)
        self.names = list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Raises KeyError and Unreadable."""
        entry = self._entries[name]
        try:
            with self._zip.open(entry) as file:
                data = file.read(LARGEST_ENTRY + 1)
        except DAMAGED as error:
            raise Unreadable("zip_entry", _("The file “%(name)s” in this package is damaged."), name=name[:100]) from error
        if len(data) > LARGEST_ENTRY:
            raise _too_large(name)
        return data


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if not is_inside(entry.orig_filename):
        raise Unreadable("zip_path", _("The name “%(name)s” leads out of the package."), name=name[:100])
    if (entry.external_attr >> 16) & _KIND == _SYMLINK:
        raise Unreadable("zip_link", _("“%(name)s” is a link to another file. Packages with links are not read."), name=name[:100])
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable("zip_encrypted", _("“%(name)s” is encrypted. Pack the file again without a password."), name=name[:100])
    if entry.compress_type not in _METHODS:
        raise Unreadable(
            "zip_method", _("“%(name)s” is packed in a way that is not read here. Pack the file again as an ordinary zip."), name=name[:100]
        )
    if entry.file_size > LARGEST_ENTRY:
        raise _too_large(name)
    if entry.file_size > FREE and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
        raise Unreadable(
            "zip_bomb", _("“%(name)s” would grow far beyond its packed size. Such packages are not unpacked."), name=name[:100]
        )


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        "zip_size",
        _("Unpacked, the file “%(name)s” is larger than %(megabytes)d MB."),
        name=name[:100],
        megabytes=LARGEST_ENTRY // 1_000_000,
    )


def is_inside(name: str) -> bool:
    """Whether a name stays inside of its package, on any system."""
    parts = re.split(r"[\\/]", name)
    return (
        bool(name) and "\\" not in name and not re.match(r"[A-Za-z]:|/", name) and ".." not in parts and not re.search(r"[\x00-\x1f]", name)
    )
