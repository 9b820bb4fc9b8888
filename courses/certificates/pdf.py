"""The paper: PDF/UA-1 by Typst. The same certificate always gives the same bytes, and the machine's own fonts play no part."""

from typing import Any

import segno
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.links import absolute
from lms.core.paper.glyphs import printable

from .badges import squares
from .design.definition import MILLIMETRES, Paper, from_json
from .design.pictures import contents
from .design.saying import Content, long_date, valid_until
from .design.saying import sheet as designed
from .models import Certificate
from .typesetting import pdf


def render(certificate: Certificate, *, credential: str = "") -> bytes:
    """With the signed credential inside and on the back. Raises typst.TypstError when the result would not be accessible."""
    return _render(certificate, sheet(certificate, credential))


def render_front(certificate: Certificate) -> bytes:
    """For printing: without the signed credential, inside or on the back."""
    return _render(certificate, sheet(certificate, ""))


def _render(certificate: Certificate, drawn: dict[str, Any]) -> bytes:
    with translation.override(certificate.language):
        title = _("Certificate: %(name)s") % {"name": printable(certificate.holder_name)}
    return pdf(
        [drawn],
        title=title,
        author=printable(certificate.issuer_name),
        language=certificate.language,
        on=certificate.completed_on,
        pictures=pictures_of([certificate]),
    )


def sheet(certificate: Certificate, credential: str) -> dict[str, Any]:
    """What the layouts ask for: the front, designed or our own, and the back."""
    version = certificate.template_version
    with translation.override(certificate.language):
        if version is None:
            return _own(certificate) | back(credential, has_back=True)
        design = from_json(version.definition)
        return designed(design, content_of(certificate)) | back(credential, has_back=design.has_back)


def pictures_of(certificates: list[Certificate]) -> dict[str, bytes]:
    """By digest, of the designs of all of them."""
    versions = {one.template_version_id: one.template_version for one in certificates}
    return contents({digest for version in versions.values() if version for digest in from_json(version.definition).pictures})


def content_of(certificate: Certificate) -> Content:
    url = verify_link(certificate)
    return Content(
        language=certificate.language,
        name=certificate.holder_name,
        course=certificate.course_title,
        course_language=certificate.title_language,
        issuer=certificate.issuer_name,
        number=certificate.number,
        url=url,
        code=square_code(url),
        completed_on=certificate.completed_on,
        valid_until=certificate.expires_on,
        hours=certificate.hours,
        cohort=certificate.cohort_name,
        mentor=certificate.mentor_name,
        competences=certificate.competences,
    )


def verify_link(certificate: Certificate) -> str:
    return absolute(reverse("verify", args=[certificate.number]))


def square_code(url: str) -> str:
    return squares.svg(segno.make(url, error="m", micro=False))


def _own(certificate: Certificate) -> dict[str, Any]:
    url = verify_link(certificate)
    height, width = MILLIMETRES[Paper.A4]
    return {
        "language": certificate.language,
        "width": width,
        "height": height,
        "issuer": printable(certificate.issuer_name),
        "heading": _("Certificate"),
        "confirms": _("This certificate is awarded to"),
        "name": printable(certificate.holder_name),
        "completed": _("for completing the course"),
        "title": printable(certificate.course_title),
        "title_language": certificate.title_language,
        "facts": _facts(certificate),
        "valid": valid_until(certificate.expires_on, certificate.language),
        "number_label": _("Number of the certificate"),
        "number": certificate.number,
        "check": _("Anybody can check it here:"),
        "url": url,
        "url_shown": url.split("://", 1)[-1],
        "qr": square_code(url),
        "qr_alt": _("Square code that opens %(address)s") % {"address": url},
    }


def back(credential: str, *, has_back: bool) -> dict[str, Any]:
    """What is inside the file and on the back of the sheet."""
    page = absolute(reverse("verify_page"))
    codes = squares.codes(credential) if credential and has_back else []
    count = len(codes)
    return {
        "credential": credential,
        "credential_said": _("The certificate as a signed Open Badge"),
        "back_heading": _("Can be checked without the internet"),
        "back_words": ngettext(
            "This code holds the whole certificate with its issuer’s signature. The page below reads it and says whether it is true. "
            "Save that page once: it works without a connection.",
            "These %(count)d codes together hold the whole certificate with its issuer’s signature. The page below reads them and says "
            "whether it is true. Save that page once: it works without a connection.",
            count,
        )
        % {"count": count},
        "check_page": page,
        "check_page_shown": page.split("://", 1)[-1],
        "codes": [
            {
                "svg": code,
                "caption": _("Code %(number)d of %(count)d") % said,
                "alt": _("Square code %(number)d of %(count)d, with the signed certificate") % said,
            }
            for code, said in ((code, {"number": number, "count": count}) for number, code in enumerate(codes, 1))
        ],
    }


def _facts(certificate: Certificate) -> str:
    date_said = _("completed on %(date)s") % {"date": long_date(certificate.completed_on, certificate.language)}
    if not certificate.hours:
        return date_said
    hours = ngettext("%(hours)d hour of study", "%(hours)d hours of study", certificate.hours) % {"hours": certificate.hours}
    return f"{hours} · {date_said}"
