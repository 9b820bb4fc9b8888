"""A credential inside a picture (Open Badges 3.0, chapter "Baking"): put in, and read out. And read out of our paper."""

import re
import struct
import zlib
from collections.abc import Iterator

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Xml

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
LARGEST = 2**20  # of a credential, unpacked
EMBEDDED = re.compile(rb"<<(?=[^<]{0,200}/Type\s?/EmbeddedFile)[^<]{0,100}?/Length (?P<length>\d{1,8})\b.{0,300}?>>\s*stream\r?\n", re.S)


class NotBaked(ValueError):
    """There is no credential in this picture, or more than one, or the picture is broken. The text says which."""


def bake_png(picture: bytes, credential: str) -> bytes:
    """The picture with the credential in a chunk of its own after the header."""
    chunks = [(kind, content) for kind, content in _chunks(picture) if not _is_ours(kind, content)]
    ours = (b"iTXt", KEYWORD + b"\0\0\0\0\0" + credential.encode())  # not compressed, no language, no translated keyword
    return PNG + b"".join(_chunk(*each) for each in [chunks[0], ours, *chunks[1:]])


def unbake_png(picture: bytes) -> str:
    """Raises NotBaked."""
    found = [_text(content) for kind, content in _chunks(picture) if _is_ours(kind, content)]
    return _only(found)


def bake_svg(picture: str, credential: str) -> str:
    """The picture with the credential in an element of its own, the first in it."""
    end = re.search(r"<svg\b[^>]*>", picture)
    if end is None:
        raise NotBaked("no SVG picture")
    head = end.group().removesuffix(">") + f' xmlns:openbadges="{NAMESPACE}">'
    words = credential.replace("]]>", "]]\\u003e")
    return f"{picture[: end.start()]}{head}<openbadges:credential><![CDATA[{words}]]></openbadges:credential>{picture[end.end() :]}"


def unbake_svg(picture: bytes) -> str:
    """Raises NotBaked."""
    try:
        root = Xml.fromstring(picture, forbid_dtd=True)
    except (Xml.ParseError, DefusedXmlException, ValueError, LookupError) as broken:
        raise NotBaked("the SVG picture cannot be read") from broken
    found = [(element.get("verify") or element.text or "").strip() for element in root.iter(f"{{{NAMESPACE}}}credential")]
    return _only(found)


def unbake_pdf(paper: bytes) -> str:
    """Out of a paper of ours, which has it as an attached file. Raises NotBaked."""
    found = []
    for head in EMBEDDED.finditer(paper):
        content = paper[head.end() : head.end() + int(head["length"])]
        found.append(_read_text(content, is_packed=b"/FlateDecode" in head.group()))
    return _only(found)


def _only(found: list[str]) -> str:
    if len(found) != 1 or not found[0]:
        raise NotBaked("more than one credential inside" if len(found) > 1 else "no credential inside")
    return found[0]


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    if not picture.startswith(PNG):
        raise NotBaked("no PNG picture")
    while place < len(picture):
        if place + 12 > len(picture):
            raise NotBaked("the PNG picture is cut off")
        length, kind = struct.unpack_from(">L4s", picture, place)
        content, sum_ = picture[place + 8 : place + 8 + length], picture[place + 8 + length : place + 12 + length]
        if len(sum_) < 4 or zlib.crc32(kind + content) != struct.unpack(">L", sum_)[0]:
            raise NotBaked("the PNG picture is broken")
        yield kind, content
        place += 12 + length
        if kind == b"IEND":
            return
    raise NotBaked("the PNG picture is cut off")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L4s", len(content), kind) + content + struct.pack(">L", zlib.crc32(kind + content))


def _is_ours(kind: bytes, content: bytes) -> bool:
    return kind == b"iTXt" and content.startswith(KEYWORD + b"\0")


def _text(content: bytes) -> str:
    """The text of an iTXt chunk: keyword, flag, method, language, translated keyword, text."""
    rest = content[len(KEYWORD) + 1 :]
    parts = rest[2:].split(b"\0", 2)
    if len(rest) < 4 or len(parts) != 3:
        raise NotBaked("the PNG picture is broken")
    return _read_text(parts[2], is_packed=bool(rest[0]))


def _read_text(content: bytes, *, is_packed: bool) -> str:
    try:
        if is_packed:
            unpacking = zlib.decompressobj()
            content = unpacking.decompress(content, LARGEST)
            if not unpacking.eof:
                raise NotBaked("the credential inside is too large or cut off")
        return content.decode().strip()
    except (zlib.error, UnicodeDecodeError) as broken:
        raise NotBaked("the credential inside cannot be read") from broken
