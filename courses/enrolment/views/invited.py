"""Where the link of an invitation leads. Looking changes nothing, because mail scanners look; answering is a button."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.catalogue.outline import outline
from lms.accounts.adapter import remember_language
from lms.core.rate_limits import allow, too_many_tries

from ..actions import enrol
from ..inviting import AlreadyAnswered, accept, accept_as_newcomer, decline, newcomer, read_token
from ..models import Enrolment, Invitation
from ..rules import EnrolmentRefused

LOOKS, ANSWERS = "60/m/ip", "60/h"


class NewcomerForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        help_text=gettext_lazy("How your mentor and the site call you."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "input"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    if not allow(request, "invitation", LOOKS) or (request.method == "POST" and not allow(request, "invitation_answer", ANSWERS)):
        return too_many_tries(request)
    found = read_token(token)
    if found is None:
        return _page(request, "closed", None, HTTPStatus.NOT_FOUND)
    if not found.is_open():
        return _closed(request, found)
    if request.method != "POST":
        return _open(request, found)
    try:
        return _declined(request, found) if "decline" in request.POST else _accepted(request, found)
    except AlreadyAnswered:
        found.refresh_from_db()
        return _closed(request, found)
    except EnrolmentRefused as refused:
        return _page(request, "open", found, HTTPStatus.CONFLICT, refusal=refused.message)


def _open(request: HttpRequest, found: Invitation, form: NewcomerForm | None = None) -> HttpResponse:
    person = newcomer(found)
    if form is None and person and not request.user.is_authenticated:
        form = NewcomerForm(initial={"name": person.name})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    return _page(request, "open", found, status, form=form)


def _accepted(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Whoever is signed in, as themselves; whoever was never here, by the link; everybody else signs in first."""
    if request.user.is_authenticated:
        return _welcome(request, accept(invitation=found, by=request.user))
    if newcomer(found) is None:
        return _open(request, found)
    form = NewcomerForm(request.POST)
    if not form.is_valid():
        return _open(request, found, form)
    person = accept_as_newcomer(invitation=found, name=form.cleaned_data["name"], language=get_language())
    get_adapter(request).login(request, person)
    response = _welcome(request, enrol(learner=person, cohort=found.cohort, has_code=True))
    remember_language(response, person)
    return response


def _welcome(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    course = outline(enrolment.cohort.course, get_language())
    messages.success(request, _("You are enrolled in “%(course)s”.") % {"course": course.title})
    return redirect("my_learning")


def _declined(request: HttpRequest, found: Invitation) -> HttpResponse:
    decline(invitation=found)
    found.state = Invitation.State.DECLINED
    return _page(request, "closed", found, HTTPStatus.OK, is_just_declined=True)


def _closed(request: HttpRequest, found: Invitation) -> HttpResponse:
    if found.state == Invitation.State.ACCEPTED and request.user.is_authenticated and found.accepted_by_id == request.user.pk:
        return redirect("my_learning")
    return _page(request, "closed", found, HTTPStatus.GONE)


def _page(request: HttpRequest, page: str, found: Invitation | None, status: HTTPStatus, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"invitation": found, "here": request.path} | more
    if page == "open" and found:
        context["course"] = outline(found.cohort.course, get_language())
    response = render(request, f"enrolment/invitation_{page}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
