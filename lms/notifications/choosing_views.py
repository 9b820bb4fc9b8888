"""Which letters a person gets, and why they got one: on the site, and by the signed addresses in letters, without signing in."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.models import User

from . import kinds
from .choosing import ChoicesForm, choose_letters, must_kinds
from .message import zone_of
from .models import Letter
from .signed import UnknownAddress, choices_path, read_choices_token, read_why_token
from .stopping import stop_path
from .why import PRIORITY, why_in_words


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    return _choose(request, cast(User, request.user), request.path)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """The same page for whoever has the letter. It names nobody."""
    try:
        person = read_choices_token(token)
    except UnknownAddress:
        return render(request, "notifications/stop_unknown.html", status=404)
    translation.activate(person.language)
    return _choose(request, person, request.path)


def _choose(request: HttpRequest, person: User, here: str) -> HttpResponse:
    form = ChoicesForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        choose_letters(person=person, rhythm=form.cleaned_data["rhythm"], channels=form.channels)
        messages.success(request, _("This is how letters come to you from now on."))
        return redirect(here)
    context = {"form": form, "must": must_kinds(), "has_address": bool(person.email)}
    return render(request, "notifications/choices.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def why(request: HttpRequest, token: str) -> HttpResponse:
    """Names kinds of letters, never what they say: whoever a letter was forwarded to has this address."""
    try:
        letter = read_why_token(token)
    except UnknownAddress:
        return render(request, "notifications/stop_unknown.html", status=404)
    person = letter.person
    translation.activate(person.language)
    kind = kinds.get(letter.kind) if kinds.is_known(letter.kind) else None
    vessel = letter.gathered_in or letter
    others = vessel.gathered.exclude(pk=letter.pk).order_by("priority", "pk").values_list("kind", flat=True)
    told = [kinds.label_of(one) for one in dict.fromkeys(others)]
    context = {
        "letter": letter,
        "label": kinds.label_of(letter.kind),
        "why": why_in_words(letter),
        "priority": PRIORITY[Letter.Priority(letter.priority)],
        "told": told,
        "stop_link": stop_path(person, kind) if kind and kind.can_stop else "",
        "choices_link": choices_path(person),
    }
    with timezone.override(zone_of(person)):
        return render(request, "notifications/why.html", context)
