"""The rows of the queue in the reader's words. The frame of a row is rendered once for each language and kept."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache, partial
from html import escape

from django.conf import settings
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
    frames, words = {deed: _frame(deed) for deed in ("take", "go_on", "held")}, _Words(at)
    return mark_safe("".join(_row(row, frames, words) for row in rows))


def _frame(deed: str) -> Skeleton:
    return skeleton("mentorship/desk/row.html", (deed, get_language()), lambda: {"deed": deed})


class _Words:
    """What rows say alike, found once for a list."""

    def __init__(self, at: datetime):
        self.due = cache(lambda due_on, today: escape(day_words(due_on, today)))
        self.waits = cache(lambda minutes: escape(waits_words(minutes)))
        self.sign = cache(lambda sign: _tag(TONES.get(sign, ""), str(sign.label)))
        self.round = cache(lambda number: _tag("", _("Round %(number)d") % {"number": number}))
        self.part = cache(lambda number: escape(_(", question %(number)d") % {"number": number}))
        self.titled = cache(partial(_titled, page_language=get_language()))
        self._at = at

    def minutes(self, since: datetime) -> int:
        return int((self._at - since).total_seconds() // 60)


def _row(row: Waiting, frames: dict[str, Skeleton], words: _Words) -> str:
    page, claim = PAGES[row.source]
    deed = "go_on" if row.is_mine else "held" if row.holder else "take"
    return frames[deed].fill(
        {
            "learner": escape(row.learner),
            "title": escape(row.title),
            "title_language": row.title_language,
            "page": address(page, row.pk),
            "claim": address(claim, row.pk),
            "about": address("mentor_learner", row.enrolment),
            "part": words.part(row.question) if row.question else "",
            "where": " · ".join(
                filter(
                    None, (words.titled(row.lesson, row.lesson_language), words.titled(row.course, row.course_language), escape(row.cohort))
                )
            ),
            "language": LANGUAGES.get(row.language, row.language),
            "due": words.due(row.due_on, row.today),
            "tone": _tone(row),
            "waits": words.waits(words.minutes(row.place.since)),
            "signs": _signs(row, words),
            "held": escape(holder_words(row.holder, row.held_until)) if row.held_until and not row.is_mine else "",
        }
    )


def _titled(title: str, language: str, *, page_language: str | None) -> str:
    """Marked where it is in another language than the page."""
    return f'<span lang="{language}">{escape(title)}</span>' if title and language not in ("", page_language) else escape(title)


def _tone(row: Waiting) -> str:
    """Red where somebody was kept waiting."""
    if row.due_on is None or row.due_on > row.today:
        return ""
    return " waiting__due--over" if row.due_on < row.today else " waiting__due--today"


def _signs(row: Waiting, words: _Words) -> str:
    tags = [_tag("accent", offered_words(localtime(row.offered_until).date()))] if row.offered_until else []
    tags += [words.sign(sign) for sign in row.signs]
    if row.round is not None and row.round > 1:
        tags.append(words.round(row.round))
    return f'<ul class="tags">{"".join(tags)}</ul>' if tags else ""


def _tag(tone: str, words: str) -> str:
    modifier = f" tag--{tone}" if tone else ""
    return f'<li class="tag{modifier}">{escape(words)}</li>'
