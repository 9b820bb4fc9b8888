"""The sheet that a host signs: PDF/UA-1 by Typst, with the entries as they were handed in."""

import json
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.core import codes
from lms.core.links import absolute
from lms.core.paper.glyphs import FONTS, printable

from .models import ChainLink, HostSheet
from .models.entry import day_of
from .words import dates_words, time_words

LAYOUT = Path(__file__).parent / "sheet.typ"
MOST_WORDS = 400  # characters of an entry: the sheet is signed, not read through


def render_sheet(sheet: HostSheet, language: str) -> bytes:
    """In the language of whoever prints it. Raises typst.TypstError when the result would not be accessible."""
    with translation.override(language):
        data = _data(sheet, language)
    return typst.compile(
        LAYOUT.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=sheet.made_at.astimezone(UTC).replace(microsecond=0),
    )


def _data(sheet: HostSheet, language: str) -> dict[str, Any]:
    placement, learner = sheet.participation.placement, sheet.participation.enrolment.learner
    links = [line.link for line in sheet.lines.select_related("link__entry", "link__words")]
    code = codes.shown(sheet.code)
    address = absolute(reverse("signed_practice_sheet"))
    return {
        "language": language,
        "document_title": _("Practice of %(name)s") % {"name": printable(str(learner))},
        "site": settings.SITE_NAME,
        "heading": _("Practice log"),
        "about": [printable(one) for one in (str(learner), str(placement), dates_words(placement))],
        "code_label": _("Code"),
        "code": code,
        "explanation": _("These are the days that the learner has written down. If they are right, please sign below."),
        "columns": [_("Day"), _("Time spent"), _("What was done")],
        "rows": [_row(link) for link in links],
        "total": _("Together: %(time)s") % {"time": time_words(sum(link.minutes for link in links))},
        "statement": _("I confirm for the organisation that the learner worked with us on these days, for that long."),
        "lines": [_("Name"), _("What you do there"), _("Date"), _("Signature")],
        "typed": _("Whoever gets the signed sheet types the code, and who signed: %(address)s") % {"address": address},
        "chain": _("Mark of the log on the day of printing: %(mark)s") % {"mark": sheet.head[:24]},
        "footer": f"{printable(str(learner))} · {code}",
        "year": sheet.made_at.year,
        "month": sheet.made_at.month,
        "day": sheet.made_at.day,
    }


def _row(link: ChainLink) -> list[str]:
    """As it was handed in, whatever became of it since; nothing where the learner has had it erased."""
    words = getattr(link, "words", None)
    said = words.words["entry"] if words else {}
    day = day_of(said)
    did = printable(said.get("did", ""))
    did = f"{did[:MOST_WORDS]} …" if len(did) > MOST_WORDS else did
    return [date_format(day, "SHORT_DATE_FORMAT") if day else "–", time_words(link.minutes), did or "–"]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
