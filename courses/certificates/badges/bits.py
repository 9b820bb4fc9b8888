"""The bits of a Bitstring Status List (W3C, v1.0): the first bit is the most significant one of the first byte."""

import base64
import gzip
import io
import zlib
from collections.abc import Iterable

REVOCATION = "revocation"  # what a set bit means
REFRESH = "refresh"
SHORTEST = 131_072  # bits
LONGEST = 8 * 2**20  # bits; a longer list is not unpacked


class NotAList(ValueError):
    """Not a compressed list of bits, or one of a forbidden length."""


def packed(places: Iterable[int], *, length: int = SHORTEST) -> str:
    """The list in which the bits at these places are set. The same places give the same text."""
    content = bytearray(length // 8)
    for place in places:
        content[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(content), mtime=0)).rstrip(b"=").decode()


def unpacked(text: object) -> bytes:
    """Raises NotAList."""
    if not isinstance(text, str) or not text.startswith("u"):
        raise NotAList
    try:
        squeezed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
        with gzip.GzipFile(fileobj=io.BytesIO(squeezed)) as file:
            content = file.read(LONGEST // 8 + 1)
    except (ValueError, OSError, EOFError, zlib.error) as broken:
        raise NotAList from broken
    if not SHORTEST <= len(content) * 8 <= LONGEST:
        raise NotAList
    return content


def is_set(content: bytes, place: int) -> bool:
    """Raises NotAList when the list has no such place."""
    if not 0 <= place < len(content) * 8:
        raise NotAList
    return bool(content[place // 8] & 0x80 >> place % 8)
