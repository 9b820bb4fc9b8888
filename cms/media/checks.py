"""What an editor may upload: a short list of kinds, and the content has to be what the name says. For imports as well."""

import re
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from . import svg

_ZIP, _OLE, _MP4 = re.compile(rb"PK\x03\x04"), re.compile(rb"\xd0\xcf\x11\xe0"), re.compile(rb".{4}ftyp", re.DOTALL)
_TEXT = re.compile(rb"[^\x00]*\Z", re.DOTALL)

# How a file of each kind begins.
BEGINNINGS: dict[str, re.Pattern[bytes]] = {
    "pdf": re.compile(rb"%PDF-"),
    **dict.fromkeys(["docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"], _ZIP),
    **dict.fromkeys(["doc", "xls", "ppt"], _OLE),
    **dict.fromkeys(["mp4", "m4a", "m4v"], _MP4),
    **dict.fromkeys(["txt", "csv", "md"], _TEXT),
    "rtf": re.compile(rb"\{\\rtf"),
    "vtt": re.compile(rb"(\xef\xbb\xbf)?WEBVTT"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "mp3": re.compile(rb"ID3|\xff[\xe0-\xff]"),
    "ogg": re.compile(rb"OggS"),
    "oga": re.compile(rb"OggS"),
    "ogv": re.compile(rb"OggS"),
    "wav": re.compile(rb"RIFF.{4}WAVE", re.DOTALL),
    "webm": re.compile(rb"\x1a\x45\xdf\xa3"),
}
DOCUMENT_EXTENSIONS = sorted(BEGINNINGS)


def extension_of(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def check_document(file: BinaryIO, name: str) -> None:
    """Raises ValidationError where the content is not what the name says."""
    extension = extension_of(name)
    beginning = BEGINNINGS.get(extension)
    if beginning is None:
        kinds = ", ".join(DOCUMENT_EXTENSIONS)
        message = _("Files of this kind cannot be added. Possible are: %(kinds)s.")
        raise ValidationError(message, code="kind", params={"kinds": kinds})
    head = _head(file, 4096)
    if not head:
        raise ValidationError(_("This file is empty."), code="empty")
    if not beginning.match(head):
        message = _("The content of this file is not what its name says (.%(kind)s).")
        raise ValidationError(message, code="content", params={"kind": extension})


def check_picture(file: BinaryIO, name: str) -> None:
    """Raises ValidationError for a picture that cannot be shown whole, or a drawing that could run or fetch something. Its size in
    pixels has to be checked before."""
    if extension_of(name) == "svg":
        if not svg.is_plain_drawing(_head(file)):
            message = _("This drawing holds a script, an animation or a link to somewhere else. Save it as a plain SVG and try again.")
            raise ValidationError(message, code="unsafe")
        return
    try:
        file.seek(0)
        Image.open(file).verify()
        file.seek(0)
        with Image.open(file) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This picture is damaged. Save it again and try once more."), code="damaged") from error
    finally:
        file.seek(0)


def _head(file: BinaryIO, size: int = -1) -> bytes:
    file.seek(0)
    data = file.read(size)
    file.seek(0)
    return data
