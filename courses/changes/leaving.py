"""What is said before lessons, or what lies above them, are taken off the site or deleted: how many people have read them."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.catalogue.models import Lesson, LessonPage

from .touched import readers


def say_whom_it_touches(request: HttpRequest, pages: Iterable[Page]) -> None:
    for words in said_of(pages):
        messages.warning(request, words)


def said_of(pages: Iterable[Page]) -> list[str]:
    """Nothing where nobody has read any of it. Three queries a page at most, and one for each language that goes."""
    gone: set[int] = set()
    withdrawn: dict[str, set[int]] = {}
    for lesson_id, language, source in _lessons_below(pages):
        (gone if language == source else withdrawn.setdefault(language, set())).add(lesson_id)
    said = [_gone(readers(gone))] if gone else []
    said += [_withdrawn(readers(lessons - gone, language=language)) for language, lessons in withdrawn.items()]
    return [words for words in said if words]


def _lessons_below(pages: Iterable[Page]) -> Iterator[tuple[int, str, str]]:
    """Of each lesson that readers see: its id, the language of the page that goes, and the source language."""
    for page in pages:
        shown = LessonPage.objects.live().descendant_of(page, inclusive=True).filter(alias_of=None)
        languages = dict(shown.values_list("translation_key", "locale__language_code"))
        rows = Lesson.objects.live().filter(translation_key__in=languages)
        for pk, key, source in rows.values_list("pk", "translation_key", "course__source_language"):
            yield pk, languages[key], source


def _gone(people: int) -> str:
    words = ngettext(
        "%(count)d learner has read this. What they wrote and completed stays, but they will not find it in the course any more.",
        "%(count)d learners have read this. What they wrote and completed stays, but they will not find it in the course any more.",
        people,
    )
    return words % {"count": people} if people else ""


def _withdrawn(people: int) -> str:
    words = ngettext(
        "%(count)d learner has read this translation. What they wrote and completed stays; "
        "from then on they see the language of the course.",
        "%(count)d learners have read this translation. What they wrote and completed stays; "
        "from then on they see the language of the course.",
        people,
    )
    return words % {"count": people} if people else ""
