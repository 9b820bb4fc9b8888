"""What the holder does with a certificate of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.core.paper.glyphs import has_unprintable
from lms.core.rate_limits import allow, too_many_tries

from ..actions import NotInForce, ask_for_name, choose_what_is_shown, reissue, send_again
from ..disclosing import choice_of, shown
from ..forms import DisclosureForm, NameRequestForm
from ..models import Certificate, NameRequest
from ..numbers import tidy
from ..rules import may_correct_alone
from .verifying import newest

CORRECTIONS = "5/d"
SENDINGS = "3/d"


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, number: str) -> FileResponse:
    certificate = get_object_or_404(Certificate.objects.of(request.user).issued(), number=tidy(number))
    return FileResponse(certificate.pdf.open("rb"), as_attachment=True, filename=f"certificate-{certificate.number}.pdf")


@login_required
@require_POST
def send_me_again(request: HttpRequest, number: str) -> HttpResponse:
    """The holder has lost the letter."""
    certificate = get_object_or_404(Certificate.objects.of(request.user).issued().select_related("enrolment__learner"), number=tidy(number))
    if not request.user.email:
        messages.error(request, _("Your profile has no e-mail address. Add one there, or download the certificate here."))
        return redirect("verify", certificate.number)
    if not allow(request, "send_certificate", SENDINGS):
        return too_many_tries(request)
    send_again(certificate=certificate)
    messages.success(request, _("The certificate is on its way to %(address)s once more.") % {"address": request.user.email})
    return redirect("verify", certificate.number)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def what_strangers_see(request: HttpRequest, number: str) -> HttpResponse:
    """The holder chooses; below the form is what a stranger sees now."""
    certificate = get_object_or_404(Certificate.objects.of(request.user).with_choice(), number=tidy(number))
    if not certificate.is_in_force:
        return redirect("verify", certificate.number)
    form = DisclosureForm(request.POST if request.method == "POST" else None, instance=choice_of(certificate))
    if form.is_valid():
        choose_what_is_shown(certificate=certificate, choice=form.cleaned_data)
        messages.success(request, _("Kept. Whoever checks the number sees it like this from now on."))
        return redirect("certificate_shown", certificate.number)
    context = {"certificate": certificate, "form": form, "shown": shown(certificate)}
    return render(request, "certificates/what_strangers_see.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def correct_name(request: HttpRequest, number: str) -> HttpResponse:
    """The holder has it made again with the name that is in their profile now, or asks a coordinator for another name."""
    mine = Certificate.objects.of(request.user).select_related("superseded_by", "enrolment")
    certificate = get_object_or_404(mine, number=tidy(number))
    if not certificate.is_in_force:
        return redirect("verify", newest(certificate).number)
    if not may_correct_alone(certificate):
        return _ask(request, certificate)
    name = request.user.printed_name
    is_same = name == certificate.holder_name
    if request.method == "POST" and name and not is_same:
        if not allow(request, "correct_certificate", CORRECTIONS):
            return too_many_tries(request)
        return _made_again(request, certificate, name)
    context = {"certificate": certificate, "name": name, "is_same": is_same, "is_name_cut": has_unprintable(name)}
    return render(request, "certificates/correct_name.html", context)


def _made_again(request: HttpRequest, certificate: Certificate, name: str) -> HttpResponse:
    try:
        certificate = reissue(certificate=certificate, holder_name=name, by=request.user)
    except NotInForce:  # the second click: the first has done it
        certificate = newest(Certificate.objects.of(request.user).get(pk=certificate.pk))
    messages.success(request, _("Your certificate is being made again, with a new number. It comes by e-mail within a minute."))
    return redirect("verify", certificate.number)


def _ask(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    asked = NameRequest.objects.of(request.user).filter(certificate__enrolment=certificate.enrolment_id).order_by("-asked_at", "-pk")
    waiting = asked.waiting().first()
    initial = {"name": waiting.wanted_name if waiting else request.user.printed_name, "why": waiting.why if waiting else ""}
    form = NameRequestForm(request.POST if request.method == "POST" else None, certificate=certificate, initial=initial)
    if form.is_valid():
        if not allow(request, "correct_certificate", CORRECTIONS):
            return too_many_tries(request)
        try:
            ask_for_name(certificate=certificate, name=form.cleaned_data["name"], why=form.cleaned_data["why"])
        except NotInForce:
            return redirect("verify", certificate.number)
        messages.success(request, _("Your coordinator is asked. You get a letter with the answer."))
        return redirect("correct_certificate_name", certificate.number)
    context = {"certificate": certificate, "form": form, "waiting": waiting, "last": asked.first()}
    return render(request, "certificates/ask_for_name.html", context, status=422 if form.errors else 200)
