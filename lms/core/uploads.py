"""What an uploaded file really is. Its name and what the browser says of it are not believed: only kinds on the list get in, each checked
by its content; pictures are made again without hidden data."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 64_000_000
MAX_SIDE = 3_000  # a page of handwriting stays readable
MAX_NAME = 100
MAX_ENTRIES = 5_000
MAX_EXPANDED = 200 * 1024 * 1024

register_heif_opener()  # what iPhones send


class FileNotAccepted(Exception):
    """The message is for the learner."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class CheckedFile:
    name: str
    content_type: str
    data: bytes


def check(name: str, data: bytes) -> CheckedFile:
    """The file as it may be kept. Raises FileNotAccepted."""
    if not data:
        raise FileNotAccepted(_("The file is empty. Choose another one."))
    if len(data) > MAX_BYTES:
        raise FileNotAccepted(too_large())
    shown = shown_name(name)
    ending = PurePosixPath(shown).suffix.lower()
    checker = _CHECKERS.get(ending)
    if checker is None:
        raise FileNotAccepted(_("Files of this kind cannot be added. Photos, PDF, documents, texts and recordings can."))
    return checker(shown, ending, data)


def too_large() -> str:
    return _("The file is larger than 10 MB. Make it smaller, or take the photo with less detail, and add it again.")


def shown_name(name: str) -> str:
    """A name that is safe to show and to save under: no folders, no characters that hide or turn what stands beside them."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(" " if char.isspace() else char for char in name if char.isspace() or unicodedata.category(char)[0] != "C")
    path = PurePosixPath(" ".join(name.split()).strip(". ") or "file")
    return path.stem[: MAX_NAME - len(path.suffix[:10])] + path.suffix[:10]


def _not_what_it_says() -> FileNotAccepted:
    return FileNotAccepted(_("The file is damaged, or is not what its name says. Open it on your device, save it again and add that."))


def _too_many_pixels() -> FileNotAccepted:
    return FileNotAccepted(_("The picture has too many pixels. Make it smaller and add it again."))


def _picture(name: str, ending: str, data: bytes) -> CheckedFile:
    """Decoded in full and made again: nothing that hides behind a picture gets in, nor where it was taken."""
    try:
        with Image.open(io.BytesIO(data), formats=_PICTURES[ending]) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_many_pixels()
            opened.verify()
        with Image.open(io.BytesIO(data), formats=_PICTURES[ending]) as opened:  # verifying uses the first one up
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _not_what_it_says() from error
    is_flat = upright.mode not in ("RGBA", "LA", "P", "PA", "1")
    made, stem = io.BytesIO(), name[: -len(ending)]
    if is_flat and ending != ".png":
        _bare(upright.convert("RGB")).save(made, "JPEG", quality=85, optimize=True)
        return CheckedFile(f"{stem}.jpg", "image/jpeg", made.getvalue())
    _bare(upright if upright.mode in ("RGB", "RGBA", "L", "LA", "1") else upright.convert("RGBA")).save(made, "PNG", optimize=True)
    return CheckedFile(f"{stem}.png", "image/png", made.getvalue())


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _pdf(name: str, ending: str, data: bytes) -> CheckedFile:
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise _not_what_it_says()
    return CheckedFile(name, "application/pdf", data)


def _zipped_document(name: str, ending: str, data: bytes) -> CheckedFile:
    """Office documents are archives. They are looked at, never unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            mimetype = archive.read("mimetype")[:100].decode("ascii", "replace") if _is_small(archive, "mimetype") else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise _not_what_it_says() from error
    content_type, marker = _ZIPPED[ending]
    is_that = mimetype.strip() == content_type if ending.startswith(".od") else marker in names and "[Content_Types].xml" in names
    is_tame = len(entries) <= MAX_ENTRIES and sum(entry.file_size for entry in entries) <= MAX_EXPANDED
    if not is_that or not is_tame or any(_leaves_its_folder(entry) for entry in names):
        raise _not_what_it_says()
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise FileNotAccepted(_("The document holds macros, which are not taken. Save it without them and add it again."))
    return CheckedFile(name, content_type, data)


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo and archive.NameToInfo[name].file_size < 200


def _leaves_its_folder(name: str) -> bool:
    return ".." in name.replace("\\", "/").split("/") or name.startswith(("/", "\\")) or ":" in name


def _with_signature(name: str, ending: str, data: bytes) -> CheckedFile:
    """Formats that puremagic knows by their first bytes."""
    content_type, endings = _SIGNED[ending]
    try:
        found = {match.extension.lower() for match in puremagic.magic_string(data[:8192])}
    except puremagic.PureError:
        found = set()
    if not found & endings:
        raise _not_what_it_says()
    return CheckedFile(name, content_type, data)


def _text(name: str, ending: str, data: bytes) -> CheckedFile:
    """Text in any of the encodings people here have. Kept byte by byte: nothing is guessed about letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        readable = _decodes(data, "utf-16")
    else:
        readable = b"\0" not in data and (_decodes(data, "utf-8") or _decodes(data, "cp1251") or _decodes(data, "cp1250"))
    if not readable or data.startswith((b"MZ", b"\x7fELF", b"%PDF-", b"PK\x03\x04")):
        raise _not_what_it_says()
    return CheckedFile(name, "text/plain", data)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


_PICTURES: dict[str, list[str]] = {
    ".jpg": ["JPEG"],
    ".jpeg": ["JPEG"],
    ".png": ["PNG"],
    ".gif": ["GIF"],
    ".webp": ["WEBP"],
    ".heic": ["HEIF"],
    ".heif": ["HEIF"],
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_ZIPPED: dict[str, tuple[str, str]] = {
    ".docx": (_OFFICE + "wordprocessingml.document", "word/document.xml"),
    ".xlsx": (_OFFICE + "spreadsheetml.sheet", "xl/workbook.xml"),
    ".pptx": (_OFFICE + "presentationml.presentation", "ppt/presentation.xml"),
    ".odt": (_OPEN + "text", ""),
    ".ods": (_OPEN + "spreadsheet", ""),
    ".odp": (_OPEN + "presentation", ""),
}
_OLE = {".doc", ".xls", ".ppt", ".msi", ".msg", ".db", ".oft"}  # puremagic's names for one and the same container
_SIGNED: dict[str, tuple[str, set[str]]] = {
    ".doc": ("application/msword", _OLE),
    ".xls": ("application/vnd.ms-excel", _OLE),
    ".ppt": ("application/vnd.ms-powerpoint", _OLE),
    ".rtf": ("application/rtf", {".rtf"}),
    ".mp3": ("audio/mpeg", {".mp3", ".mpga"}),
    ".m4a": ("audio/mp4", {".m4a", ".mp4", ".m4p", ".m4b", ".3gp"}),
    ".ogg": ("audio/ogg", {".ogg", ".oga", ".opus", ".spx"}),
    ".opus": ("audio/ogg", {".ogg", ".oga", ".opus"}),
    ".wav": ("audio/wav", {".wav"}),
    ".amr": ("audio/amr", {".amr"}),
}
_Checker = Callable[[str, str, bytes], CheckedFile]
_CHECKERS: dict[str, _Checker] = {
    **dict.fromkeys(_PICTURES, _picture),
    ".pdf": _pdf,
    **dict.fromkeys(_ZIPPED, _zipped_document),
    **dict.fromkeys(_SIGNED, _with_signature),
    **dict.fromkeys((".txt", ".md", ".csv"), _text),
}
