"""A record as a file to keep: PDF or JSON."""

import json
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from ..document import document_of
from ..pdf import render_transcript
from ..transcript import Transcript

KINDS: dict[str, tuple[Callable[[Transcript], bytes], str]] = {
    "pdf": (render_transcript, "application/pdf"),
    "json": (lambda one: json.dumps(document_of(one), ensure_ascii=False, indent=2).encode(), "application/json"),
}


def as_file(transcript: Transcript, kind: str) -> HttpResponse:
    make, content_type = KINDS[kind]
    response = HttpResponse(make(transcript), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"record.{kind}") or "attachment"
    return private(response)


def refuse_other_kinds(kind: str) -> None:
    if kind not in KINDS:
        raise Http404


def private(response: HttpResponse) -> HttpResponse:
    """For whoever asked alone: kept by no cache between, listed by no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
