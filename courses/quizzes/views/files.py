from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lms.core.saving.attachment import attachment

from ..models import AttemptFile


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """To its owner only; whoever grades has an address of their own."""
    return attachment(get_object_or_404(AttemptFile.objects.of(request.user), pk=pk))
