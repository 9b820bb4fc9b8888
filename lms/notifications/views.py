from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.core.rate_limits import allow, too_many_tries

from .bounces import forget_bounces
from .channels import EVERYTHING, Channel, channels_of
from .choosing import resume_letters, stop_letters
from .mailbox import NoSuchLetter, addresses, envelopes, open_letter
from .signed import choices_path
from .stopping import UnknownStopLink, read_stop_token

ADDRESS_WORKS = "3/d"

# A letter is shown in a frame that runs nothing, loads nothing and is nobody's origin; a link in it opens the site itself.
LETTER_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


@csrf_exempt  # the signed address is the right to do it: mail programs post here by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing (mail scanners follow links); the button and a mail program's one click do."""
    try:
        person, kind = read_stop_token(token)
    except UnknownStopLink:
        return render(request, "notifications/stop_unknown.html", status=404)
    if request.method != "POST" and kind.key == EVERYTHING:
        return redirect(choices_path(person))
    if request.method == "POST":
        act = resume_letters if request.POST.get("action") == "resume" else stop_letters
        act(person=person, kind=kind)
    translation.activate(person.language)
    context = {
        "kind": kind,
        "is_stopped": channels_of(person).of(kind) != Channel.EMAIL,
        "is_everything": kind.key == EVERYTHING,
        "choices_link": choices_path(person),
    }
    return render(request, "notifications/stop.html", context)


def in_the_demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Everybody's letters, sign-in codes too, lie open there: that is the point of a demo, and a disaster anywhere else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.IS_DEMO:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NoSuchLetter as error:
            raise Http404 from error

    return guarded


@require_safe
@never_cache
@in_the_demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    to = request.GET.get("to", "").strip().lower()
    everything = envelopes()
    shown = [each for each in everything if not to or to in each.to]
    return render(request, "mailbox/mailbox.html", {"letters": shown, "addresses": addresses(everything), "to": to})


@require_safe
@in_the_demo_only
def mailbox_letter(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "mailbox/letter.html", {"letter": open_letter(key)})


@require_safe
@xframe_options_sameorigin
@in_the_demo_only
def mailbox_html(request: HttpRequest, key: str) -> HttpResponse:
    response = HttpResponse('<base target="_top">' + open_letter(key).html)
    response["Content-Security-Policy"] = LETTER_POLICY
    return response


@require_safe
@in_the_demo_only
def mailbox_attachment(request: HttpRequest, key: str, place: int) -> HttpResponse:
    attachments = open_letter(key).attachments
    if place >= len(attachments):
        raise Http404
    part = attachments[place]
    response = HttpResponse(part.content, content_type=part.mimetype)
    response["Content-Disposition"] = content_disposition_header(True, part.name or "attachment")
    return response


@login_required
@require_POST
def address_works(request: HttpRequest) -> HttpResponse:
    """The person says so. If it does not, the next letter comes back as well and stops the rest again."""
    if not allow(request, "address_works", ADDRESS_WORKS):
        return too_many_tries(request)
    forget_bounces(address=str(request.user.email))
    with translation.override(request.user.language):
        messages.success(request, _("Thank you. We write to this address again."))
        return redirect("profile")
