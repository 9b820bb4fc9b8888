from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.core.paper.glyphs import has_unprintable
from lms.core.rate_limits import allow, too_many_tries

from .actions import NotInForce, reissue
from .models import Certificate
from .numbers import tidy

LOOK_UPS = "30/m"
CORRECTIONS = "5/d"
GONE = {Certificate.State.REVOKED, Certificate.State.EXPIRED, Certificate.State.WITHDRAWN}


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The number typed from paper."""
    typed = request.GET.get("number", "").strip()[:40]
    if not typed:
        return render(request, "certificates/find.html", {"typed": ""})
    number = tidy(typed)
    if number:
        return redirect("verify", number)
    return render(request, "certificates/find.html", {"typed": typed, "is_mistyped": True}, status=HTTPStatus.NOT_FOUND)


@require_safe
@never_cache
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """For whoever holds the paper in their hand: is it true, and is it still in force?"""
    if not allow(request, "verify", LOOK_UPS):
        return too_many_tries(request)
    tidied = tidy(number)
    certificate = _all().filter(number=tidied).first() if tidied else None
    if certificate is None:
        context = {"typed": number[:40], "is_mistyped": tidied is None, "is_unknown": tidied is not None}
        return _unlisted(render(request, "certificates/find.html", context, status=HTTPStatus.NOT_FOUND))
    is_holder = request.user.is_authenticated and request.user == certificate.enrolment.learner
    context = {
        "certificate": certificate,
        "newest": _newest(certificate),
        "is_holder": is_holder,
        "is_name_cut": has_unprintable(certificate.holder_name),
        "has_badge": is_holder and Certificate.objects.of(request.user).issued().with_badge().filter(pk=certificate.pk).exists(),
    }
    status = HTTPStatus.GONE if certificate.state in GONE else HTTPStatus.OK
    return _unlisted(render(request, "certificates/verify.html", context, status=status))


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, number: str) -> FileResponse:
    certificate = get_object_or_404(Certificate.objects.of(request.user).issued(), number=tidy(number))
    return FileResponse(certificate.pdf.open("rb"), as_attachment=True, filename=f"certificate-{certificate.number}.pdf")


@login_required
@require_http_methods(["GET", "POST"])
def correct_name(request: HttpRequest, number: str) -> HttpResponse:
    """The holder has it made again with the name that is in their profile now."""
    certificate = get_object_or_404(_all().of(request.user), number=tidy(number))
    if not certificate.is_in_force:
        return redirect("verify", _newest(certificate).number)
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
        certificate = _newest(_all().get(pk=certificate.pk))
    messages.success(request, _("Your certificate is being made again, with a new number. It comes by e-mail within a minute."))
    return redirect("verify", certificate.number)


def _all():
    return Certificate.objects.select_related("enrolment__learner", "superseded_by")


def _newest(certificate: Certificate) -> Certificate:
    while certificate.superseded_by:
        certificate = certificate.superseded_by
    return certificate


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Names of people are not for search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response
