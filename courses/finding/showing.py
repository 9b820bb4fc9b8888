"""What a result looks like: where it stands, and a piece of its text with the words marked. A constant number of queries for a page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.addresses import course_url, lesson_url, module_url
from courses.catalogue.models import CourseVersion, ModuleVersion
from courses.catalogue.outline import preferred

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


def results(places: list[list[int]], asked: Question) -> list[Result]:
    wanted = [pk for place in places for pk in place[: MORE + 1]]
    found = Passage.objects.filter(pk__in=wanted).select_related("course", "module__course", "lesson__course", "lesson__module", "page")
    passages = {one.pk: one for one in found}
    ways = _Ways(list(passages.values()), asked.language)
    return [_result([passages[pk] for pk in place[: MORE + 1] if pk in passages], asked, ways) for place in places if place[0] in passages]


class _Ways:
    """The titles of the courses and modules above."""

    def __init__(self, passages: list[Passage], language: str) -> None:
        self.language = language
        self.courses = self._titles(CourseVersion, [one.course for one in passages if one.course])
        self.modules = self._titles(ModuleVersion, [one.module for one in passages if one.module])

    def _titles(self, model: type[Model], rows: list[Any]) -> dict[int, Any]:
        titles: dict[int, Any] = {}
        by_source: dict[str, set[int]] = {}
        for row in rows:
            by_source.setdefault(getattr(row, "course", row).source_language, set()).add(row.pk)
        for source, ids in by_source.items():
            versions = model._default_manager.filter(of__in=ids).defer("content")
            titles |= preferred(versions, language=self.language, source_language=source)
        return titles

    def to(self, passage: Passage) -> list[Way]:
        way = []
        if passage.course and (passage.module or passage.lesson):
            way.append(self._step(self.courses.get(passage.course.pk), course_url(passage.course, self.language)))
        if passage.module and passage.lesson:
            way.append(self._step(self.modules.get(passage.module.pk), module_url(passage.module, self.language)))
        return [step for step in way if step]

    def _step(self, version: Any, url: str) -> Any:
        return Way(version.title, url, version.language) if version else None

    def address(self, passage: Passage) -> str:
        if passage.lesson:
            return lesson_url(passage.lesson, self.language)
        if passage.module:
            return module_url(passage.module, self.language)
        return course_url(passage.course, self.language) if passage.course else passage.page.url or ""


def _result(passages: list[Passage], asked: Question, ways: _Ways) -> Result:
    first, *others = passages
    url = ways.address(first)
    terms = asked.terms.get(first.language, [])
    return Result(
        lesson_id=first.lesson_id,
        title=_marked(first.title, first.title_words, terms),
        url=url,
        language=first.language,
        way=ways.to(first),
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
    hits = {place for place, stem in enumerate(stems) if stem in exact or (starts and stem.startswith(starts))}
    begin = max(min(hits, default=0) - BEFORE, 0) if shown else 0
    end = begin + shown if shown else len(stems)
    parts, at = [], None
    for place, match in enumerate(found_in(text)):
        if place < begin:
            continue
        if place >= end:
            break
        if at is None:
            at = match.start() if begin else 0
        parts.append(escape(text[at : match.start()]))
        parts.append(format_html("<mark>{}</mark>", match[0]) if place in hits else escape(match[0]))
        at = match.end()
    tail = escape(text[at or 0 :]) if end >= len(stems) else " …"
    return mark_safe(("… " if begin else "") + "".join(parts).replace(" ¶ ", " ") + tail.replace(" ¶ ", " "))
