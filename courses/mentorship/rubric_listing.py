"""What lists of rubrics say about a row, and finding one by its words."""

from collections.abc import Iterator

from django.utils.translation import get_language

from courses.catalogue.search import searchable, stems
from courses.enrolment.viewsets import title_of

from .models import Rubric
from .models.rubric import RubricQuerySet
from .rubric_definition import from_json, texts


def criteria_words(rubric: Rubric) -> str:
    version = rubric.version
    return ", ".join(one.title for one in version.in_words(get_language() or "").criteria) if version else ""


def whose_words(rubric: Rubric) -> str:
    """The organisation or the course; nothing where it is everybody's."""
    return title_of(rubric.course) if rubric.course else str(rubric.owner or "")


def having_words(rubrics: RubricQuerySet, words: str) -> RubricQuerySet:
    """Those that say every word somewhere, in any of their languages. There are dozens of rubrics, not thousands: each is read."""
    wanted = [f" {stem}" for stem in stems(words)]
    found = [rubric.pk for rubric in rubrics.with_version() if _says(rubric, wanted)]
    return rubrics.filter(pk__in=found)


def _says(rubric: Rubric, wanted: list[str]) -> bool:
    plain = searchable(" ".join(_all_texts(rubric)))
    return all(stem in plain for stem in wanted)


def _all_texts(rubric: Rubric) -> Iterator[str]:
    yield rubric.slug
    version = rubric.version
    if version:
        yield from (text for _place, text in texts(from_json(version.definition)))
        for words in version.translations.values():
            yield from words.values()
