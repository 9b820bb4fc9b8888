from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.core.links import absolute
from lms.core.paper.glyphs import has_unprintable
from lms.notifications.kinds import MUST, Attachment, LetterKind
from lms.notifications.models import Letter

from .actions import CERTIFICATE, NAME_REFUSED, REVOKED
from .models import Certificate, NameRequest
from .pdf import verify_link


def _certificate(letter: Letter) -> Certificate:
    return Certificate.objects.get(pk=letter.context["certificate"])


def _context(letter: Letter) -> dict[str, Any]:
    has_badge = Exists(Certificate.objects.with_badge().filter(pk=OuterRef("pk")))
    certificate = Certificate.objects.annotate(has_badge=has_badge).get(pk=letter.context["certificate"])
    return {
        "course": certificate.course_title,
        "number": certificate.number,
        "reason": certificate.revoked_because,
        "link": verify_link(certificate),
        "has_badge": certificate.has_badge,
        "is_name_cut": has_unprintable(certificate.holder_name),
    }


def _paper(letter: Letter) -> list[Attachment]:
    certificate = _certificate(letter)
    with certificate.pdf.open("rb") as paper:
        return [Attachment(f"certificate-{certificate.number}.pdf", paper.read(), "application/pdf")]


def _is_issued(letter: Letter) -> bool:
    return _certificate(letter).state == Certificate.State.ISSUED


def _refused(letter: Letter) -> dict[str, Any]:
    asked = NameRequest.objects.select_related("certificate").get(pk=letter.context["request"])
    return {
        "course": asked.certificate.course_title,
        "wanted": asked.wanted_name,
        "reason": asked.because,
        "link": absolute(reverse("correct_certificate_name", args=[asked.certificate.number])),
    }


def _is_still_asked_for(letter: Letter) -> bool:
    """Not of somebody whose account is gone: their requests went with it."""
    return NameRequest.objects.filter(pk=letter.context["request"]).exists()


_variables = {"course": _("The title of the course"), "number": _("The number of the certificate")}

KINDS = [
    LetterKind(
        key=CERTIFICATE,
        label=_("Your certificate"),
        context=_context,
        attachments=_paper,
        still_needed=_is_issued,
        priority=MUST,
        variables=_variables,
    ),
    LetterKind(
        key=NAME_REFUSED,
        label=_("Another name on the certificate"),
        context=_refused,
        still_needed=_is_still_asked_for,
        priority=MUST,
        variables={"course": _("The title of the course"), "wanted": _("The name that was asked for")},
    ),
    LetterKind(key=REVOKED, label=_("Certificate revoked"), context=_context, priority=MUST, variables=_variables),
]
