"""The paper: PDF/UA-1 by Typst. The same certificate always gives the same bytes, and the machine's own fonts play no part."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import segno
import typst
from babel.dates import format_date
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.links import absolute
from lms.core.paper.glyphs import fonts, printable

from .badges import squares
from .models import Certificate

LAYOUT = Path(__file__).parent / "certificate.typ"
BABEL_LOCALES = {"en": "en_GB"}


def render(certificate: Certificate, *, credential: str = "") -> bytes:
    """With the signed credential inside and on the back. Raises typst.TypstError when the result would not be accessible."""
    with translation.override(certificate.language):
        data = _data(certificate) | _back(credential)
    return typst.compile(
        LAYOUT,
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(certificate.completed_on, time(), UTC),
    )


def verify_link(certificate: Certificate) -> str:
    return absolute(reverse("verify", args=[certificate.number]))


def _data(certificate: Certificate) -> dict[str, Any]:
    url = verify_link(certificate)
    name = printable(certificate.holder_name)
    return {
        "language": certificate.language,
        "document_title": _("Certificate: %(name)s") % {"name": name},
        "issuer": printable(certificate.issuer_name),
        "heading": _("Certificate"),
        "confirms": _("This certificate is awarded to"),
        "name": name,
        "completed": _("for completing the course"),
        "title": printable(certificate.course_title),
        "title_language": certificate.title_language,
        "facts": _facts(certificate),
        "number_label": _("Number of the certificate"),
        "number": certificate.number,
        "check": _("Anybody can check it here:"),
        "url": url,
        "url_shown": url.split("://", 1)[-1],
        "qr": segno.make(url, error="m", micro=False).svg_inline(border=0, dark="#24211c"),
        "qr_alt": _("Square code that opens %(address)s") % {"address": url},
        "year": certificate.completed_on.year,
        "month": certificate.completed_on.month,
        "day": certificate.completed_on.day,
    }


def _back(credential: str) -> dict[str, Any]:
    """What is inside the file and on the back of the sheet."""
    page = absolute(reverse("verify_page"))
    codes = squares.codes(credential) if credential else []
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
    locale = BABEL_LOCALES.get(certificate.language, certificate.language)
    date = _("completed on %(date)s") % {"date": format_date(certificate.completed_on, format="long", locale=locale)}
    if not certificate.hours:
        return date
    hours = ngettext("%(hours)d hour of study", "%(hours)d hours of study", certificate.hours) % {"hours": certificate.hours}
    return f"{hours} · {date}"
