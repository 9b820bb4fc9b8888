"""What verifiers fetch: public, without a language in front, open to scripts of other sites. And the holder's own files."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.catalogue.models import Course

from ..models import Badge, BadgeIssuer, Certificate, StatusList
from ..numbers import tidy
from . import page_building, publishing
from .bits import REFRESH, REVOCATION
from .keys import KeyIsMissing
from .picture import badge_png, badge_svg
from .proof import as_text

LD_JSON = "application/ld+json"
HOUR, MINUTE = 3600, 60
FORMS: dict[str, tuple[Callable[[Certificate, str], bytes], str]] = {
    "png": (badge_png, "image/png"),
    "svg": (badge_svg, "image/svg+xml"),
    "json": (lambda _certificate, credential: credential.encode(), LD_JSON),
}


@require_safe
def issuer(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _open(as_text(publishing.profile(_issuer(uid))), LD_JSON, HOUR)


@require_safe
def did_document(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _open(as_text(publishing.did_document(_issuer(uid))), "application/did+ld+json", MINUTE)


@require_safe
def key_log(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _open(as_text(publishing.key_log(_issuer(uid))), "application/json", MINUTE)


@require_safe
def achievement(request: HttpRequest, course: UUID) -> HttpResponse:
    """Only of a course that somebody earned a badge for: others are not published here."""
    earned = Course.objects.filter(pk__in=Badge.objects.values("certificate__enrolment__cohort__course"))
    return _open(as_text(publishing.achievement(get_object_or_404(earned, translation_key=course))), LD_JSON, HOUR)


@require_safe
def status_list(request: HttpRequest, uid: UUID, purpose: str) -> HttpResponse:
    if purpose not in {REVOCATION, REFRESH}:
        raise Http404
    listed = get_object_or_404(StatusList.objects.select_related("issuer"), uid=uid)
    try:
        return _open(publishing.status_list(listed, purpose), "application/vc", MINUTE)
    except KeyIsMissing:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


@require_safe
def badge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The credential that is in force now: this one, or the one that took its place. Whoever asks has one in hand: the address is in
    it and nowhere else, and it names nobody."""
    certificate = _certificates().filter(badge__uid=uid).first()
    while certificate and certificate.superseded_by:
        certificate = _certificates().get(pk=certificate.superseded_by_id)
    if certificate is None:
        raise Http404
    kept = Badge.objects.filter(certificate=certificate, certificate__state=Certificate.State.ISSUED).first()
    if not kept or not kept.credential:
        return HttpResponse(status=HTTPStatus.GONE)
    return _open(kept.credential, "application/vc", MINUTE)


def _open(content: str, content_type: str, seconds: int) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _issuer(uid: UUID) -> BadgeIssuer:
    return get_object_or_404(BadgeIssuer.objects.select_related("organisation"), uid=uid)


def _certificates():
    return Certificate.objects.select_related("superseded_by")


@login_required
@require_safe
def download(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The holder's own badge: a picture with the credential inside, or the credential alone."""
    if kind not in FORMS:
        raise Http404
    certificate = get_object_or_404(Certificate.objects.of(request.user).issued().with_badge(), number=tidy(number))
    make, content_type = FORMS[kind]
    response = HttpResponse(make(certificate, certificate.badge.credential), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="badge-{certificate.number}.{kind}"'
    return response


@require_safe
def verify_page(request: HttpRequest) -> HttpResponse:
    """The page for those who want to save it; it works the same from the disk. It brings its own policy."""
    try:
        response = HttpResponse(page_building.build_page())
    except KeyIsMissing:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response._csp_exempt = True
    response["Permissions-Policy"] = "camera=(self)"
    response["Cache-Control"] = f"public, max-age={MINUTE}"
    return response
