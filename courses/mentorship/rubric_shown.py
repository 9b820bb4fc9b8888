"""A rubric as everybody reads it: learners before they hand in, mentors while they choose, editors before they save."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid4

from django.core.cache import caches
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from .models import RubricVersion
from .rubric_definition import RubricDefinition


@dataclass(frozen=True)
class Spoken:
    """A rubric in words, and the language that they are in."""

    words: RubricDefinition
    language: str


def rubric_html(rubric: RubricDefinition, *, language: str, heading: int = 4) -> SafeString:
    """`heading` is the level of the criteria's headings; `language` is that of the rubric's words."""
    return _html(rubric, language, heading, get_language() or "")


@lru_cache(maxsize=256)
def _html(rubric: RubricDefinition, language: str, heading: int, reader_language: str) -> SafeString:
    criteria = [
        {"title": one.title, "levels": [{"level": level, "points": points_words(level.points)} for level in one.levels]}
        for one in rubric.criteria
    ]
    context = {"criteria": criteria, "tag": f"h{heading}", "lang": language, "reader_lang": reader_language}
    return render_to_string("mentorship/rubric.html", context)


def points_words(points: float) -> str:
    shown = int(points) if points == int(points) else points
    return ngettext("%(points)s point", "%(points)s points", shown if isinstance(shown, int) else 2) % {"points": shown}


def current_rubric(rubric_id: int, language: str) -> Spoken | None:
    """The current version in `language`, or in its own. No query when it is kept: lessons show it to every reader."""
    stamp = caches["lessons"].get(_key(rubric_id))
    if stamp is None:
        stamp = uuid4().hex
        caches["lessons"].set(_key(rubric_id), stamp)
    return _current(stamp, rubric_id, language)


@lru_cache(maxsize=256)
def _current(stamp: str, rubric_id: int, language: str) -> Spoken | None:
    """Kept by each process for as long as the stamp is the same: it is much quicker to ask for a stamp than for a rubric."""
    version = RubricVersion.objects.filter(rubric=rubric_id, is_current=True).first()
    return spoken(version, language) if version else None


def spoken(version: RubricVersion, language: str) -> Spoken:
    return Spoken(version.in_words(language), language if version.translations.get(language) else version.language)


def forget_rubric(rubric_id: int) -> None:
    """Call it when its current version changes."""
    transaction.on_commit(lambda: caches["lessons"].delete(_key(rubric_id)))


def _key(rubric_id: int) -> str:
    return f"rubric-stamp:{rubric_id}"  # under “rubric:…” earlier releases kept the rubric itself
