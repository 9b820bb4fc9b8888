import posixpath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import last_modified, require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served

from . import serving

# Documents have an address of their own that asks who may have them.
PUBLIC_FOLDERS = ("images/", "original_images/")


def _is_public(path):
    return path.startswith(PUBLIC_FOLDERS) and posixpath.normpath(path) == path


def give_picture(request, path):
    """Where no web server in front gives pictures out."""
    if not _is_public(path):
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousOperation, ValueError) as error:
        raise Http404 from error
    response = serving.give(request, file, size=file.size, name=posixpath.basename(path), as_attachment=False)
    response["Cache-Control"] = "public, max-age=604800"
    return response


def _changed_at(request, path):
    """Only for pictures that are there; anything else is answered by the view."""
    try:
        return default_storage.get_modified_time(path) if _is_public(path) else None
    except (OSError, SuspiciousOperation, ValueError):
        return None


media = require_safe(last_modified(_changed_at)(give_picture))


@require_safe
def document(request, document_id, filename):
    """At Wagtail's own address for documents, and after its hooks have asked who may have it: as a download that cannot run here, and in
    pieces where a player wants pieces (Wagtail's view knows no ranges, and a phone plays no video without)."""
    found = get_object_or_404(get_document_model(), pk=document_id)
    if found.filename != filename:
        raise Http404
    for ask in hooks.get_hooks("before_serve_document"):
        answer = ask(found, request)
        if isinstance(answer, HttpResponse):
            return answer
    document_served.send(sender=type(found), instance=found, request=request)
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    return serving.give(request, file, size=found.file.size, name=filename, as_attachment=True)
