"""The holder's own record, and the links they give."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.core.links import absolute
from lms.core.rate_limits import allow, too_many_tries

from ..actions import TooManyLinks, give_link, take_back
from ..forms import LinkForm
from ..gathering import transcript_of
from ..models import RecordLink
from .files import as_file, private, refuse_other_kinds

FILES, LINKS = "20/m", "30/d"
NEW = "new_record_link"  # in the session, until the page that shows it was read


@login_required
@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    record = transcript_of(request.user, get_language())
    return private(render(request, "transcripts/mine.html", {"record": record}))


@login_required
@require_safe
def my_record_file(request: HttpRequest, kind: str) -> HttpResponse:
    refuse_other_kinds(kind)
    if not allow(request, "record_file", FILES):
        return too_many_tries(request)
    return as_file(transcript_of(request.user, get_language()), kind)


@login_required
@require_http_methods(["GET", "POST"])
def record_links(request: HttpRequest) -> HttpResponse:
    """A new link, whose address is shown once; and those that were given."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not allow(request, "record_link", LINKS):
            return too_many_tries(request)
        try:
            _link, token = give_link(holder=request.user, **form.cleaned_data)
        except TooManyLinks:
            form.add_error(None, _("Many links are open already. Take back those that nobody needs any more."))
        else:
            request.session[NEW] = token
            return redirect("record_links")
    new = request.session.pop(NEW, "") if request.method == "GET" else ""
    context = {
        "form": form,
        "links": RecordLink.objects.of(request.user)[:100],
        "address": absolute(reverse("shared_record", args=[new])) if new else "",
    }
    return private(render(request, "transcripts/links.html", context, status=422 if form.errors else 200))


@login_required
@require_POST
def take_back_link(request: HttpRequest, pk: int) -> HttpResponse:
    """At once and without a question: nothing is lost by it, a new link is made in a minute."""
    link = get_object_or_404(RecordLink.objects.of(request.user), pk=pk)
    take_back(link=link)
    messages.success(request, _("The link for “%(label)s” opens nothing any more.") % {"label": link.label})
    return redirect("record_links")
