"""The record on paper: PDF/UA-1 by Typst. The same record gives the same bytes on the same day."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.internships.words import time_words
from lms.core.links import absolute
from lms.core.paper.glyphs import fonts, printable

from .transcript import CourseLine, Transcript
from .words import between, consultations_words, hours_words, judged_by, level_words, percent

LAYOUT = Path(__file__).parent / "transcript.typ"


def render_transcript(record: Transcript) -> bytes:
    """In the language of the record. Raises typst.TypstError when the result would not be accessible."""
    with translation.override(record.language):
        data = _data(record)
    return typst.compile(
        LAYOUT,
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(record.made_on, time(), UTC),
    )


def _data(record: Transcript) -> dict[str, Any]:
    name = printable(record.name)
    check = absolute(reverse("find_certificate"))
    totals = [
        hours_words(record.hours) if record.hours else "",
        _("%(time)s of confirmed practice") % {"time": time_words(record.practice_minutes)} if record.practice_minutes else "",
        consultations_words(record) if record.consultations else "",
    ]
    return {
        "language": record.language,
        "document_title": _("Record of %(name)s") % {"name": name},
        "site": settings.SITE_NAME,
        "heading": _("Record of learning"),
        "name": name,
        "made": _("As it was on %(date)s") % {"date": date_format(record.made_on)},
        "totals": [one for one in totals if one],
        "nothing": _("Nothing is in this record yet."),
        "courses": [_course(course) for course in record.courses],
        "consultations_heading": _("Consultations"),
        "consultations_columns": [_("Day"), _("Time spent"), _("With")],
        "consultations": [
            [date_format(one.on), time_words(one.minutes) or "–", printable(one.mentor) or "–"] for one in record.consultations
        ],
        "check": _("Each certificate can be checked by its number:"),
        "check_url": check,
        "check_shown": check.split("://", 1)[-1],
        "has_certificates": any(course.certificates for course in record.courses),
        "footer": f"{name} · {date_format(record.made_on)}",
        "year": record.made_on.year,
        "month": record.made_on.month,
        "day": record.made_on.day,
    }


def _course(course: CourseLine) -> dict[str, Any]:
    return {
        "title": printable(course.title),
        "title_language": course.language,
        "about": f"{printable(course.cohort)} · {printable(course.issuer)}",
        "facts": _facts(course),
        "competences_heading": _("Competences"),
        "competences_columns": [_("Competence"), _("Level"), _("Judged by")],
        "competences": [
            [printable(one.title.text), printable(f"{level_words(one)} – {one.words.text}"), printable(judged_by(one))]
            for one in course.competences
        ],
    }


def _facts(course: CourseLine) -> list[dict[str, Any]]:
    """Label, words, and an address to each where there is one."""
    facts = [(_("State"), str(course.state_words), "")]
    if course.is_completed and course.completed_on:
        facts.append((_("Completed on"), date_format(course.completed_on), ""))
    if course.hours and course.is_completed:
        facts.append((_("Hours of study"), str(course.hours), ""))
    facts += [(_("Certificate"), f"{one.number} · {one.standing_words}", one.url) for one in course.certificates]
    for where in course.practice:
        place = f"{where.host}, {where.place}" if where.place else where.host
        facts.append((_("Placement"), f"{place}, {between(where)}: {time_words(where.minutes)}", ""))
    if course.quiz_average is not None:
        facts.append((_("Average of the quizzes"), percent(course.quiz_average), ""))
    return [{"label": label, "words": printable(words), "url": url} for label, words, url in facts]
