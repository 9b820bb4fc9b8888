"""The whole signed credential as square codes, numbered when one would be too fine to photograph.

Each code is the address of the checking page with everything behind the “#”, which browsers send to nobody:
`…/verify.html#<number>/<how many>/<mark>/<digits>`. The mark tells pieces of different credentials apart; the digits are the piece as one
decimal number with a 1 in front, which QR codes hold without loss of room.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable

import segno
from django.urls import reverse

from lms.core.links import absolute

PIECE = 600  # bytes in a code
MOST = 24
LARGEST = 2**16  # bytes of a credential, unpacked
MARK = 6
DARK, INK = re.compile(b"\1+"), "#24211c"
MASK = 1  # one of eight; packed digits look alike under each, and weighing all eight takes ten times as long


class NotWhole(ValueError):
    """Pieces are missing, broken, or of more than one credential."""


def pieces(credential: str) -> list[tuple[str, str]]:
    """For each code the part in letters and the part in digits. Raises ValueError when the credential is too long for paper."""
    packed = zlib.compress(credential.encode(), 9)
    count = -(-len(packed) // PIECE)
    if count > MOST:
        raise ValueError("Too long for square codes")
    size = -(-len(packed) // count)
    address, mark = absolute(reverse("verify_page")), _mark(packed)
    parts = [packed[i : i + size] for i in range(0, len(packed), size)]
    return [(f"{address}#{number}/{count}/{mark}/", str(int.from_bytes(b"\1" + part, "big"))) for number, part in enumerate(parts, 1)]


def codes(credential: str) -> list[str]:
    """SVG pictures."""
    return [_code(*piece) for piece in pieces(credential)]


def joined(texts: Iterable[str]) -> str:
    """The credential out of what was read from the codes, in any order, the same ones more than once. Raises NotWhole."""
    found: dict[int, bytes] = {}
    heads: set[tuple[int, str]] = set()
    for text in texts:
        parts = text.partition("#")[2].split("/")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in (parts[0], parts[1], parts[3])) or len(parts[3]) > 4000:
            raise NotWhole
        part = int(parts[3]).to_bytes(PIECE + 1, "big").lstrip(b"\0")
        found[int(parts[0])] = part[1:]
        heads.add((int(parts[1]), parts[2]))
    if len(heads) != 1:
        raise NotWhole
    count, mark = heads.pop()
    packed = b"".join(found[number] for number in sorted(found))
    if sorted(found) != list(range(1, count + 1)) or _mark(packed) != mark:
        raise NotWhole
    try:
        return zlib.decompressobj().decompress(packed, LARGEST).decode()
    except (zlib.error, UnicodeDecodeError) as wrong:
        raise NotWhole from wrong


def _code(letters: str, digits: str) -> str:
    code = segno.make([letters, digits], error="m", micro=False, boost_error=False, mask=MASK)  # type: ignore[arg-type] # parts, each in its own mode
    return svg(code)


def svg(code: segno.QRCode) -> str:
    """As segno draws it, stroke for stroke, in a third of the time."""
    strokes, x, y = [], 0, 0
    for row, dots in enumerate(code.matrix):
        for run in DARK.finditer(dots):
            strokes.append(f"m{run.start() - x} {row - y}h{run.end() - run.start()}")
            x, y = run.end(), row
    size = len(code.matrix)
    path = "".join(strokes).removeprefix("m0 0")  # the corner is dark
    return f'<svg width="{size}" height="{size}" class="segno"><path class="qrline" stroke="{INK}" d="M0 0.5{path}"/></svg>'


def _mark(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()[:MARK]
