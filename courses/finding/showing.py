"""What a result looks like: where it stands, and a piece of its text with the words marked. A constant number of queries for a page."""

from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from courses.catalogue.addresses import address
from lms.core import joined

from .asking import Question
from .models import Passage
from .words import found_in

BEFORE, SHOWN = 8, 34  # words before the first that was asked for, and altogether
MORE = 2  # other sections of the same lesson


@dataclass(frozen=True)
class Way:
    title: str
    url: str
    language: str


@dataclass(frozen=True)
class Result:
    """`language` is that of the words."""

    lesson_id: int | None
    title: SafeString
    url: str
    language: str
    way: list[Way]
    section: SafeString
    section_url: str
    piece: SafeString
    more: list[tuple[str, str]]

    @property
    def language_name(self) -> str:
        return dict(settings.LANGUAGES)[self.language]


class Found(NamedTuple):
    """A passage with the addresses and titles above it; a title in the reader's language, else in the source language of the course."""

    id: int
    language: str
    page_id: int
    lesson_id: int | None
    block_id: str
    title: str
    title_words: str
    heading: str
    heading_words: str
    text: str
    text_words: str
    slugs: tuple[str, ...]
    course: tuple[str, str]
    module: tuple[str, str]


# By hand: building these queries took longer than asking them
FOUND = """
SELECT p.id, p.language, p.page_id, p.lesson_id, p.block_id, p.title, p.title_words, p.heading, p.heading_words, p.text, p.text_words,
  c.slug, m.slug, l.slug, c.source_language, my_course.title, its_course.title, my_module.title, its_module.title
FROM finding_passage p
LEFT JOIN catalogue_course c ON c.id = p.course_id
LEFT JOIN catalogue_module m ON m.id = p.module_id
LEFT JOIN catalogue_lesson l ON l.id = p.lesson_id
LEFT JOIN catalogue_courseversion my_course ON my_course.of_id = c.id AND my_course.is_current AND my_course.language = %s
LEFT JOIN catalogue_courseversion its_course
  ON its_course.of_id = c.id AND its_course.is_current AND its_course.language = c.source_language
LEFT JOIN catalogue_moduleversion my_module ON my_module.of_id = m.id AND my_module.is_current AND my_module.language = %s
LEFT JOIN catalogue_moduleversion its_module
  ON its_module.of_id = m.id AND its_module.is_current AND its_module.language = c.source_language
WHERE p.id IN ({ids})
"""


def results(places: list[list[int]], asked: Question) -> list[Result]:
    places = [place[: MORE + 1] for place in places]
    found = _found([pk for place in places for pk in place], asked.language)
    pages = Page.objects.in_bulk([one.page_id for one in found.values() if not one.slugs])
    shown = [[found[pk] for pk in place if pk in found] for place in places]
    return [_result(first, others, asked, pages) for first, *others in filter(None, shown)]


def _found(ids: list[int], language: str) -> dict[int, Found]:
    if not ids:
        return {}
    rows = joined.plain(Passage, FOUND.format(ids=joined.places(ids)), [language, language, *ids])
    return {row[0]: _read(row, language) for row in rows}


def _read(row: tuple[Any, ...], language: str) -> Found:
    *columns, course, module, lesson, source, my_course, its_course, my_module, its_module = row
    slugs = tuple(filter(None, [course, module, lesson]))
    titles = [(mine, language) if mine else (its or "", source or "") for mine, its in ((my_course, its_course), (my_module, its_module))]
    return Found._make([*columns, slugs, *titles])


def _way(found: Found, language: str) -> list[Way]:
    """The titles of the course and the module above."""
    above = [(title, found.slugs[:depth]) for depth, title in enumerate([found.course, found.module], 1) if depth < len(found.slugs)]
    return [Way(title, address(*slugs, language=language), of) for (title, of), slugs in above if title]


def _result(first: Found, others: list[Found], asked: Question, pages: dict[int, Page]) -> Result:
    url = address(*first.slugs, language=asked.language) if first.slugs else pages[first.page_id].url or ""
    terms = asked.terms.get(first.language, [])
    return Result(
        lesson_id=first.lesson_id,
        title=_marked(first.title, first.title_words, terms),
        url=url,
        language=first.language,
        way=_way(first, asked.language),
        section=_marked(first.heading, first.heading_words, terms),
        section_url=f"{url}#b-{first.block_id}" if first.block_id else url,
        piece=_marked(first.text, first.text_words, terms, shown=SHOWN),
        more=[(one.heading, f"{url}#b-{one.block_id}") for one in others if one.block_id],
    )


def _marked(text: str, plain: str, terms: list[tuple[str, str]], *, shown: int = 0) -> SafeString:
    """The text with the words in question marked; of a long one the part around the first of them. The plain words stand in the order of
    the words of the text, so that nothing has to be looked up again."""
    stems = plain.split()
    exact, starts = {stem for stem, _start in terms}, tuple(start for _stem, start in terms if start)
    hits = {place for place, stem in enumerate(stems) if stem in exact or stem.startswith(starts)}
    if not hits and not shown:
        return mark_safe(_escaped(text))
    begin = max(min(hits, default=0) - BEFORE, 0) if shown else 0
    end = begin + shown if shown else len(stems)
    parts, at = [], None
    for place, match in enumerate(islice(found_in(text), begin, end), begin):
        if at is None:
            at = match.start() if begin else 0
        if place in hits:
            parts.append(f"{_escaped(text[at : match.start()])}<mark>{_escaped(match[0])}</mark>")
            at = match.end()
        last = match.end()
    if at is None:
        return mark_safe(_escaped(text))
    rest = _escaped(text[at:]) if end >= len(stems) else f"{_escaped(text[at:last])} …"
    return mark_safe(("… " if begin else "") + "".join(parts) + rest)


def _escaped(text: str) -> str:
    return escape(text).replace(" ¶ ", " ")
