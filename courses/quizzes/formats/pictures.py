"""The pictures of a question: which files are pictures, and by which names texts call them."""

import re
from collections.abc import Mapping

from .markup import PLUGINFILE

_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


def is_picture(data: bytes) -> bool:
    """PNG, JPEG, GIF and WebP: what a browser shows and nothing can hide a script in."""
    return data.startswith(_BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def media_type(data: bytes) -> str:
    return next((name for beginning, name in _TYPES.items() if data.startswith(beginning)), "application/octet-stream")


def safe_name(name: str, data: bytes, taken: Mapping[str, bytes]) -> str:
    """A name for a file that stands in an address as it is, and that no other file of the question has."""
    plain = re.sub(r"[^\w.-]+", "-", name.replace("\\", "/").rpartition("/")[2]).strip("-.")[-100:] or "picture"
    stem, dot, extension = plain.rpartition(".")
    stem, extension = (stem, dot + extension) if stem else (plain, "")
    candidate, number = plain, 1
    while taken.get(candidate, data) != data:
        number += 1
        candidate = f"{stem}-{number}{extension}"
    return candidate


def reference(name: str) -> str:
    return PLUGINFILE + name
