"""What a result looks like: where it stands, and a piece of its text with the words marked. A constant number of queries for a page."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from courses.catalogue.addresses import address
from courses.catalogue.models import CourseVersion, ModuleVersion

from .asking import Question
from .models import Passage
from .words import found_in

COLUMNS = (
    *("pk", "language", "page", "course", "module", "lesson", "course__slug", "course__source_language", "module__slug", "lesson__slug"),
    *("block_id", "title", "title_words", "heading", "heading_words", "text", "text_words"),
)
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


def results(places: list[list[int]], asked: Question) -> list[Result]:
    passages = {row.pk: row for row in Passage.objects.filter(pk__in=[place[0] for place in places]).values_list(*COLUMNS, named=True)}
    others = _others([pk for place in places for pk in place[1 : MORE + 1]])
    ways = _Ways(list(passages.values()), asked.language)
    return [
        _result(passages[place[0]], [others[pk] for pk in place[1 : MORE + 1] if pk in others], asked, ways)
        for place in places
        if place[0] in passages
    ]


def _others(ids: list[int]) -> dict[int, tuple[str, str]]:
    """Heading and block of other sections of the same lesson."""
    if not ids:
        return {}
    rows = Passage.objects.filter(pk__in=ids).values_list("pk", "heading", "block_id")
    return {pk: (heading, block) for pk, heading, block in rows}


class _Ways:
    """The titles of the courses and modules above, and addresses. `passages` are rows of `COLUMNS`."""

    def __init__(self, passages: list[Any], language: str) -> None:
        self.language = language
        source = {one.course: one.course__source_language for one in passages}
        self.courses = self._titles(CourseVersion, {one.course: source[one.course] for one in passages if one.course})
        self.modules = self._titles(ModuleVersion, {one.module: source[one.course] for one in passages if one.module})
        self.pages = Page.objects.in_bulk([one.page for one in passages if not one.course])

    def _titles(self, model: type[Model], sources: dict[int, str]) -> dict[int, tuple[str, str]]:
        """By row: its title and the language of that. In the reader's language, else in the source language."""
        if not sources:
            return {}
        rows = model._default_manager.filter(of__in=sources, is_current=True, language__in={self.language, *sources.values()})
        said = {(of, language): title for of, language, title in rows.values_list("of", "language", "title")}
        languages = {of: next((one for one in (self.language, source) if (of, one) in said), "") for of, source in sources.items()}
        return {of: (said[of, language], language) for of, language in languages.items() if language}

    def to(self, passage: Any) -> list[Way]:
        way = []
        if passage.course in self.courses and (passage.module or passage.lesson):
            way.append(self._step(self.courses[passage.course], passage.course__slug))
        if passage.module in self.modules and passage.lesson:
            way.append(self._step(self.modules[passage.module], passage.course__slug, passage.module__slug))
        return way

    def _step(self, title: tuple[str, str], *slugs: str) -> Way:
        return Way(title[0], address(*slugs, language=self.language), title[1])

    def address(self, passage: Any) -> str:
        slugs = (passage.course__slug, passage.module__slug, passage.lesson__slug)
        return address(*filter(None, slugs), language=self.language) if passage.course else self.pages[passage.page].url or ""


def _result(first: Any, others: list[tuple[str, str]], asked: Question, ways: _Ways) -> Result:
    url = ways.address(first)
    terms = asked.terms.get(first.language, [])
    return Result(
        lesson_id=first.lesson,
        title=_marked(first.title, first.title_words, terms),
        url=url,
        language=first.language,
        way=ways.to(first),
        section=_marked(first.heading, first.heading_words, terms),
        section_url=f"{url}#b-{first.block_id}" if first.block_id else url,
        piece=_marked(first.text, first.text_words, terms, shown=SHOWN),
        more=[(heading, f"{url}#b-{block}") for heading, block in others if block],
    )


def _marked(text: str, plain: str, terms: list[tuple[str, str]], *, shown: int = 0) -> SafeString:
    """The text with the words in question marked; of a long one the part around the first of them. The plain words stand in the order of
    the words of the text, so that nothing has to be looked up again."""
    stems = plain.split()
    exact, starts = {stem for stem, _start in terms}, tuple(start for _stem, start in terms if start)
    hits = {place for place, stem in enumerate(stems) if stem in exact or (starts and stem.startswith(starts))}
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
    return str(escape(text)).replace(" ¶ ", " ")
