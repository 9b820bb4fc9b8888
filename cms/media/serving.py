"""Giving out files that editors uploaded: nothing in them can run on our site, and a recording can be played from the middle."""

import mimetypes
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

mimetypes.add_type("text/vtt", ".vtt")
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/avif", ".avif")

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
_PIECE = 64 * 1024


def give(request: HttpRequest, file: BinaryIO, *, size: int, name: str, as_attachment: bool) -> HttpResponseBase:
    """The file, or the part of it that was asked for."""
    wanted = _wanted(request.headers.get("Range", ""), size)
    if wanted is None:
        response: HttpResponseBase = FileResponse(file, as_attachment=as_attachment, filename=name)
        response["Content-Length"] = str(size)
    elif not wanted:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        response = StreamingHttpResponse(_pieces(file, wanted), status=206)
        response["Content-Range"] = f"bytes {wanted[0]}-{wanted[-1]}/{size}"
        response["Content-Length"] = str(len(wanted))
    kind, encoding = mimetypes.guess_type(name)
    response["Content-Type"] = kind if kind and not encoding else "application/octet-stream"
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    return response


def _wanted(header: str, size: int) -> range | None:
    """The bytes asked for; None for all of them, an empty range where there are none. One range at a time is enough for players."""
    match = _RANGE.match(header)
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        return range(max(0, size - int(match[2])), size)
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    return range(int(match[1]), last + 1)


def _pieces(file: BinaryIO, wanted: range) -> Iterator[bytes]:
    with file:
        file.seek(wanted[0])
        left = len(wanted)
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
