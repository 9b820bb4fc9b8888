"""The picture of a badge, with its credential inside. One drawing, given out as PNG and as SVG; the words in it are outlines."""

import json
import re
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core.paper.glyphs import fonts, printable

from ..models import Certificate
from .baking import bake_png, bake_svg

LAYOUT = Path(__file__).parents[1] / "layouts" / "badge.typ"
DOTS_PER_INCH = 152.4  # 600 pixels


def badge_png(certificate: Certificate, credential: str) -> bytes:
    return bake_png(_drawn(certificate, "png"), credential)


def badge_svg(certificate: Certificate, credential: str) -> bytes:
    picture = _drawn(certificate, "svg").decode()
    title = f"<title>{escape(certificate.course_title)} — {escape(certificate.issuer_name)}</title>"
    named = re.sub(r"<svg\b[^>]*>", lambda start: start.group().removesuffix(">") + ' role="img">' + title, picture, count=1)
    return bake_svg(named, credential).encode()


def _drawn(certificate: Certificate, form: Literal["png", "svg"]) -> bytes:
    with translation.override(certificate.language):
        data: dict[str, Any] = {
            "language": certificate.language,
            "completed": _("Course completed"),
            "title": printable(certificate.course_title),
            "title_language": certificate.title_language,
            "issuer": printable(certificate.issuer_name),
        }
    made = typst.compile(
        LAYOUT, font_paths=fonts(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format=form, ppi=DOTS_PER_INCH
    )
    return made if isinstance(made, bytes) else made[0]
