"""The report on paper: PDF/UA-1 by Typst."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core.paper.glyphs import FONTS, printable

from .document import Document, Table, words_of
from .labels import month_words
from .plots import MOST_BARS

LAYOUT = Path(__file__).parent / "report.typ"


def render_report(made: Document, at: datetime) -> bytes:
    """In the language that is active. Raises typst.TypstError when the result would not be accessible."""
    return typst.compile(
        LAYOUT.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_data(made, at), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )


def _data(made: Document, at: datetime) -> dict[str, Any]:
    months = made.months[-MOST_BARS:]
    most = max((count for _month, count in months if isinstance(count, int)), default=0) or 1
    return {
        "language": get_language(),
        "site": settings.SITE_NAME,
        "title": printable(made.title),
        "about": [printable(line) for line in made.about],
        "numbers": _table(made.numbers),
        "tables": [_table(table) for table in made.tables],
        "has_picture": made.has_picture,
        "picture_title": _("Consultations held, month by month"),
        "picture_alt": _("The same numbers stand in the table by month."),
        "bars": [
            {
                "share": (count or 0) / most,
                "label": str(int(month[5:])),
                "count": words_of(count) if count else "",
                "name": month_words(month),
            }
            for month, count in months
            if not isinstance(count, str)
        ],
        "method_title": _("How this was counted"),
        "method": [printable(line) for line in made.method],
        "year": at.year,
        "month": at.month,
        "day": at.day,
    }


def _table(table: Table) -> dict[str, Any]:
    rows = [[printable(words_of(value)) for value in row] for row in table.rows]
    return {"title": printable(table.title), "head": [printable(one) for one in table.head], "rows": rows}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
