from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404
from django.views.decorators.http import last_modified, require_safe

from . import serving

# Documents have an address of their own that asks who may have them.
PUBLIC_FOLDERS = ("images/", "original_images/")


def give_picture(request, path):
    """Pictures, where no web server in front gives them out."""
    if not path.startswith(PUBLIC_FOLDERS):
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousOperation, ValueError) as error:
        raise Http404 from error
    response = serving.give(request, file, size=file.size, name=path.rsplit("/", 1)[-1], as_attachment=False)
    response["Cache-Control"] = "public, max-age=604800"
    return response


def _changed_at(request, path):
    """Only for pictures that are there; anything else is answered by the view."""
    try:
        return default_storage.get_modified_time(path) if path.startswith(PUBLIC_FOLDERS) else None
    except (OSError, SuspiciousOperation, ValueError):
        return None


media = require_safe(last_modified(_changed_at)(give_picture))
