from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .actions import resume_letters, stop_letters
from .models import StoppedLetters
from .stopping import UnknownStopLink, read_stop_token


@csrf_exempt  # the signed address is the right to do it: mail programs post here by themselves (RFC 8058)
@require_http_methods(["GET", "POST"])
def stop(request, token):
    """Looking changes nothing (mail scanners follow links); the button and a mail program's one click do."""
    try:
        person, kind = read_stop_token(token)
    except UnknownStopLink:
        return render(request, "notifications/stop_unknown.html", status=404)
    if request.method == "POST":
        act = resume_letters if request.POST.get("action") == "resume" else stop_letters
        act(person=person, kind=kind)
    is_stopped = StoppedLetters.objects.filter(person=person, kind=kind.key).exists()
    translation.activate(person.language)
    return render(request, "notifications/stop.html", {"kind": kind, "is_stopped": is_stopped})
