"""Files that were handed in, to those who may read the round: as something to keep, never as a page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lms.core.saving.attachment import attachment

from ..seen import seen_task
from ..showing.page import TaskPage


@never_cache
@login_required
@require_GET
def handed_in_file(request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
    """A file that was added to the round."""
    return attachment(get_object_or_404(_page(request, pk).round.iteration.files, pk=file_id))


@never_cache
@login_required
@require_GET
def answer_file(request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
    """A file that is the answer to an exercise, as the round has it."""
    file = _page(request, pk).round.entry_files.get(file_id)
    if file is None:
        raise Http404
    return attachment(file)


def _page(request: HttpRequest, pk: int) -> TaskPage:
    task = seen_task(request.user, pk)
    page = TaskPage(task, request.user) if task else None
    if page is None or not page.shows_words:
        raise Http404
    return page
