"""What the fonts of our papers can print. A PDF/UA with a missing letter is refused, so what cannot be printed is found before."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import typst

FONTS = Path(__file__).parent / "fonts"
UNPRINTABLE = "?"


def printable(text: str) -> str:
    """On one line, without control characters; a letter that no font has is put together from its parts, or is left
    without its accent, or becomes a question mark."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(_printable(character) for character in composed)


@cache
def fonts() -> typst.Fonts:
    """Ours alone: the machine's own fonts play no part."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def has_unprintable(text: str) -> bool:
    return UNPRINTABLE in printable(text.replace(UNPRINTABLE, ""))


def _printable(character: str) -> str:
    if ord(character) in covered():
        return character
    if unicodedata.category(character).startswith("C"):
        return ""
    base = unicodedata.normalize("NFKD", character)
    return next((form for form in [base, base[0]] if all(ord(each) in covered() for each in form)), UNPRINTABLE)


@cache
def covered() -> frozenset[int]:
    """The characters that every one of our fonts has, but for control characters."""
    in_all = frozenset.intersection(*(frozenset(_mapped(path.read_bytes())) for path in sorted(FONTS.glob("*.ttf"))))
    return frozenset(code for code in in_all if not unicodedata.category(chr(code)).startswith("C"))


def _mapped(font: bytes) -> list[int]:
    """The character map of a TrueType font: the Unicode table in format 4 (OpenType specification, `cmap`)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    cmap = next(offset for tag, _sum, offset, _length in struct.iter_unpack(">4sLLL", font[12 : 12 + 16 * tables]) if tag == b"cmap")
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    records = [struct.unpack_from(">HHL", font, cmap + 4 + 8 * i) for i in range(count)]
    start = cmap + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    segments = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, start + 14)
    starts = struct.unpack_from(f">{segments}H", font, start + 16 + 2 * segments)
    return [code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF]
