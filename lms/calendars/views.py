import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.core.rate_limits import allow, too_many_tries
from lms.notifications.message import zone_of

from .actions import make_feed, stop_feed
from .models import Feed
from .sources import entries_of
from .writing import CONTENT_TYPE, feed

READS = "60/h/ip"  # of one address; calendars come every quarter of an hour at most
GUESSES = "60/h/ip"


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs, which cannot sign in: the address is the key. In the person's language and nobody's name."""
    is_one = token.isascii() and token.isprintable()  # a database takes no NUL
    found = Feed.objects.filter(token=token, person__is_active=True).select_related("person").first() if is_one else None
    if found is None:
        if not allow(request, "calendar_guess", GUESSES):
            return too_many_tries(request)
        raise Http404
    if not allow(request, f"calendar:{hashlib.sha256(token.encode()).hexdigest()[:16]}", READS):
        return too_many_tries(request)
    person = found.person
    with translation.override(person.language), timezone.override(zone_of(person)):
        response = HttpResponse(feed(entries_of(person), name=settings.SITE_NAME), content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_POST
def make_calendar_feed(request: HttpRequest) -> HttpResponse:
    is_anew = Feed.objects.filter(person=request.user).exists()
    make_feed(person=request.user)
    if is_anew:
        messages.success(request, _("Your calendar has a new address. The old one has stopped: put the new one into your calendar."))
    else:
        messages.success(request, _("Your calendar has an address now."))
    return redirect(f"{reverse('profile')}#calendar")


@login_required
@require_POST
def stop_calendar_feed(request: HttpRequest) -> HttpResponse:
    stop_feed(person=request.user)
    messages.success(request, _("The address of your calendar has stopped."))
    return redirect(f"{reverse('profile')}#calendar")
