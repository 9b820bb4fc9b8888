"""The rows of the queue in the reader's words. The frame of a row is rendered once for each language and kept."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core.skeletons import Skeleton, skeleton

from ..queue.sources import Sign, Waiting
from ..wording import day_words, holder_words, offered_words, waits_words
from .addresses import address

LANGUAGES = dict(settings.LANGUAGES)
PAGES = {"task": ("review_task", "claim_task"), "answer": ("grade_answer", "claim_answer")}
TONES = {Sign.APPEAL: "return", Sign.FOR_SUPERVISOR: "return", Sign.OWN_LEARNER: "accent"}


def rows_html(rows: Iterable[Waiting], at: datetime) -> SafeString:
    """For a list that stands in one form: each row has a button of its own in it."""
    frames = {deed: _frame(deed) for deed in ("take", "go_on", "held")}
    return mark_safe("".join(_row(row, at, frames) for row in rows))


def _frame(deed: str) -> Skeleton:
    return skeleton("mentorship/desk/row.html", (deed, get_language()), lambda: {"deed": deed})


def _row(row: Waiting, at: datetime, frames: dict[str, Skeleton]) -> str:
    page, claim = PAGES[row.source]
    deed = "go_on" if row.is_mine else "held" if row.holder else "take"
    learner = escape(row.learner)
    return frames[deed].fill(
        {
            "learner": learner,
            "title": escape(row.title),
            "title_language": row.title_language,
            "page": address(page, row.pk),
            "claim": address(claim, row.pk),
            "about": address("mentor_learner", row.enrolment),
            "where": escape(" · ".join(filter(None, (row.lesson, row.course, row.cohort)))),
            "language": escape(LANGUAGES.get(row.language, row.language)),
            "due": escape(day_words(row.due_on, row.today)),
            "tone": _tone(row),
            "waits": escape(waits_words(row.place.since, at)),
            "signs": _signs(row),
            "held": escape(holder_words(row.holder, row.held_until)) if row.held_until and not row.is_mine else "",
        }
    )


def _tone(row: Waiting) -> str:
    """Red where somebody was kept waiting."""
    if row.due_on is None or row.due_on > row.today:
        return ""
    return " waiting__due--over" if row.due_on < row.today else " waiting__due--today"


def _signs(row: Waiting) -> str:
    signs = [(TONES.get(sign, ""), str(sign.label)) for sign in row.signs]
    if row.offered_until:
        signs.insert(0, ("accent", offered_words(localtime(row.offered_until).date())))
    if row.round is not None and row.round > 1:
        signs.append(("", _("Round %(number)d") % {"number": row.round}))
    if not signs:
        return ""
    return '<ul class="tags">' + "".join(f'<li class="tag{_modifier(tone)}">{escape(words)}</li>' for tone, words in signs) + "</ul>"


def _modifier(tone: str) -> str:
    return f" tag--{tone}" if tone else ""
