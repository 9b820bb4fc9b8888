from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from .models import Note

ROWS = [{"number": number, "text": "A paragraph of the kind that a lesson has, of one sentence and a half or so."} for number in range(120)]


def bare(request):
    """(b) A bare Django view."""
    return HttpResponse("ok")


@login_required
def page(request):
    """(c) A Django page with a session, one query for the person, and a template of 15 kB."""
    return render(request, "yardstick/page.html", {"rows": ROWS})


@login_required
@require_POST
def save(request):
    """The save of (c): one row."""
    Note.objects.filter(pk=request.user.pk).update(text=request.POST["text"])
    return HttpResponse("saved")
