"""Giving a file back to whom it belongs: as something to keep, never as a page of this site."""

from typing import NamedTuple, Protocol

from django.db.models.fields.files import FieldFile
from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header


class KeptFile(Protocol):
    @property
    def file(self) -> FieldFile: ...
    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...


class Kept(NamedTuple):
    """A file that is a column of some other row."""

    file: FieldFile
    name: str
    content_type: str


def attachment(kept: KeptFile) -> StreamingHttpResponse:
    try:
        stored = kept.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = StreamingHttpResponse(stored.chunks(), content_type=kept.content_type)
    response["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
