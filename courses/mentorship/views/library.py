"""The library of saved replies: a person's own, and those shared with everybody who mentors for an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.core.saving.guard import guarded_form

from ..library_form import LibraryForm
from ..models import SavedReply
from ..rules import replies_kept_by, replies_read_by, works_at_desk
from ..saved_replies import titled

PER_PAGE = 20


@never_cache
@login_required
@require_GET
def mentor_replies(request: HttpRequest) -> HttpResponse:
    """Those that are used most come first."""
    if not works_at_desk(request.user):
        raise Http404
    asked = request.GET.get("q", "").strip()[:80]
    replies = titled(replies_read_by(request.user), asked).select_related("person", "owner")
    kept = set(replies_kept_by(request.user).values_list("pk", flat=True))
    page = Paginator(replies, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"reply": reply, "is_kept": reply.pk in kept, "is_own": reply.person_id == request.user.pk} for reply in page]
    return render(request, "mentorship/desk/replies.html", {"rows": rows, "asked": asked, "page": page})


@guarded_form
@require_http_methods(["GET", "POST"])
def add_reply(request: HttpRequest) -> HttpResponse:
    if not works_at_desk(request.user):
        raise Http404
    return _form_page(request, SavedReply(person=request.user, language=request.user.language))


@guarded_form
@require_http_methods(["GET", "POST"])
def change_reply(request: HttpRequest, pk: int) -> HttpResponse:
    return _form_page(request, get_object_or_404(replies_kept_by(request.user), pk=pk))


def _form_page(request: HttpRequest, reply: SavedReply) -> HttpResponse:
    form = LibraryForm(request.POST if request.method == "POST" else None, instance=reply, person=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("The reply is in the library."))
        return HttpResponseRedirect(reverse("mentor_replies"))
    context = {"form": form, "reply": reply}
    return render(request, "mentorship/desk/reply_form.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def remove_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET asks, a POST removes. What was sent with its words stays as it is."""
    reply = get_object_or_404(replies_kept_by(request.user).select_related("owner"), pk=pk)
    if request.method == "POST":
        reply.delete()
        messages.success(request, _("The reply “%(title)s” is removed.") % {"title": reply.title})
        return HttpResponseRedirect(reverse("mentor_replies"))
    return render(request, "mentorship/desk/remove_reply.html", {"reply": reply})
