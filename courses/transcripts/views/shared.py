"""What somebody sees whom a holder gave a link. Nobody is signed in: the address is the key."""

from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lms.core.rate_limits import allow, too_many_tries

from ..actions import count_opening
from ..document import SCHEMA
from ..gathering import transcript_of
from ..models import RecordLink
from ..rules import link_by_token
from ..transcript import Transcript
from .files import as_file, private, refuse_other_kinds

OPENINGS, FILES, UNKNOWN = "60/m/ip", "20/m/ip", "30/h/ip"


@require_safe
def shared_record(request: HttpRequest, token: str) -> HttpResponse:
    if not allow(request, "shared_record", OPENINGS):
        return too_many_tries(request)
    link = link_by_token(token)
    if link is None or not link.is_open:
        return _closed(request, link)
    if request.method == "GET" and request.user != link.holder:
        count_opening(link=link)
    context = {"record": _record(link), "token": token, "link": link, "is_holder": request.user == link.holder}
    return private(render(request, "transcripts/shared.html", context))


@require_safe
def shared_record_file(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    refuse_other_kinds(kind)
    if not allow(request, "shared_record_file", FILES):
        return too_many_tries(request)
    link = link_by_token(token)
    if link is None or not link.is_open:
        return _closed(request, link)
    return as_file(_record(link), kind)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(Path(SCHEMA).read_bytes(), content_type="application/schema+json")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _record(link: RecordLink) -> Transcript:
    """In the language of whoever reads it."""
    return transcript_of(link.holder, get_language()).only(link.parts)


def _closed(request: HttpRequest, link: RecordLink | None) -> HttpResponse:
    """Whose it was is not said."""
    if link is None and not allow(request, "unknown_record", UNKNOWN):
        return too_many_tries(request)
    context = {"is_unknown": link is None, "is_taken_back": link is not None and link.taken_back_at is not None}
    status = HTTPStatus.NOT_FOUND if link is None else HTTPStatus.GONE
    return private(render(request, "transcripts/closed.html", context, status=status))
