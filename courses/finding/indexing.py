"""Keeping the passages in step with what is published. By version: what is indexed already is left alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.pages.models import HomePage, TextPage
from courses.catalogue.models import (
    Course,
    CoursePage,
    CourseVersion,
    LessonPage,
    LessonVersion,
    ModulePage,
    ModuleVersion,
)
from courses.proofreading.marked import marked
from courses.proofreading.texts import Kind, Text, texts, texts_of_stream

from .models import KnownWord, Passage
from .words import MOST_INDEXED, found_in, small, stem, stems, without_data

NOT_SHOWN = {"model_answer"}  # learners see it after they have answered
KINDS = {CourseVersion: "course", ModuleVersion: "module", LessonVersion: "lesson"}
_MANY = 500
_AT_ONCE = 100  # versions, in memory with all they say
_LONGEST = 64

Word = tuple[str, str]  # language and word


@dataclass
class Section:
    """What becomes a passage."""

    block_id: str = ""
    heading: str = ""
    words: list[str] = field(default_factory=list)


@transaction.atomic
def keep_course_in_step(course: Course) -> None:
    """Call it when anything of the course was published or withdrawn. Four queries when nothing is new."""
    wanted = {_source(version): version for version in _live_versions(course)}
    known = set(Passage.objects.filter(course=course).values_list("source", flat=True).distinct())
    Passage.objects.filter(course=course, source__in=known - set(wanted)).delete()
    new = [version for source, version in wanted.items() if source not in known]
    words: set[Word] = set()
    for start in range(0, len(new), _AT_ONCE):
        words |= _words_of(_write_versions(course, new[start : start + _AT_ONCE]))
    _remember(words)


@transaction.atomic
def keep_page_in_step(page: Page) -> None:
    """The same for a page of text or a home page."""
    place = f"page-{page.translation_key.hex[:24]}"
    Passage.objects.filter(place=place, page_id=page.pk).delete()
    if page.live and page.alias_of_id is None:
        sections = _in_sections(texts(page), page.title)
        first = Page.objects.filter(translation_key=page.translation_key).order_by("pk").values_list("pk", flat=True).first()
        common = {"place": place, "source": f"page-{page.pk}", "page_id": page.pk, "title": page.title}
        passages = _passages(sections, language=page.locale.language_code, is_source=page.pk == first, **common)
        _remember(_words_of(Passage.objects.bulk_create(passages, batch_size=_MANY)))


def rebuild() -> int:
    """Everything anew, in a transaction for each course. How many passages there are now."""
    Passage.objects.all().delete()
    KnownWord.objects.all().delete()
    for course in Course.objects.live():
        keep_course_in_step(course)
    for page_type in (HomePage, TextPage):
        for page in page_type.objects.live().filter(alias_of=None).select_related("locale"):
            keep_page_in_step(page)
    return Passage.objects.count()


def _live_versions(course: Course) -> Iterator[Any]:
    if course.retired_at is None:
        yield from CourseVersion.objects.current().filter(of=course).select_related("of").defer("content")
        yield from ModuleVersion.objects.current().filter(of__course=course, of__retired_at=None).select_related("of").defer("content")
        yield from LessonVersion.objects.current().filter(of__course=course, of__retired_at=None).select_related("of").defer("content")


def _source(version: Any) -> str:
    """A version never changes, but a lesson may come into another module."""
    inside = f"-in-{version.of.module_id}" if isinstance(version, LessonVersion) else ""
    return f"{version._meta.model_name}-{version.pk}{inside}"


def _write_versions(course: Course, versions: list[Any]) -> list[Passage]:
    pages, contents = _pages_of(versions), _contents_of(versions)
    passages: list[Passage] = []
    for version in versions:
        kind = KINDS[type(version)]
        row: Any = course if kind == "course" else version.of
        page_id = pages.get((kind, row.translation_key, version.language))
        if page_id is None:
            continue
        rows = {"course_id": course.pk}
        if kind == "module":
            rows["module_id"] = row.pk
        elif kind == "lesson":
            rows |= {"module_id": row.module_id, "lesson_id": row.pk}
        passages += _passages(
            _sections_of(version, contents[type(version), version.pk]),
            place=f"{kind}-{row.pk}",
            source=_source(version),
            language=version.language,
            is_source=version.language == course.source_language,
            page_id=page_id,
            title=version.title,
            **rows,
        )
    return Passage.objects.bulk_create(passages, batch_size=_MANY)


def _contents_of(versions: Iterable[Any]) -> dict[tuple[type[Any], int], dict[str, Any]]:
    """A query for each kind."""
    found: dict[tuple[type[Any], int], dict[str, Any]] = {}
    for kind in KINDS:
        numbers = [version.pk for version in versions if type(version) is kind]
        rows = kind._default_manager.filter(pk__in=numbers).values_list("pk", "content") if numbers else ()
        found |= {(kind, pk): content for pk, content in rows}
    return found


def _pages_of(versions: Iterable[Any]) -> dict[tuple[str, Any, str], int]:
    """The live page of each row and language. A query for each kind."""
    found = {}
    for page_type, kind in ((CoursePage, "course"), (ModulePage, "module"), (LessonPage, "lesson")):
        keys = {version.of.translation_key for version in versions if KINDS[type(version)] == kind}
        pages = page_type.objects.filter(translation_key__in=keys, live=True, alias_of=None) if keys else page_type.objects.none()
        for key, language, pk in pages.values_list("translation_key", "locale__language_code", "pk"):
            found[kind, key, language] = pk
    return found


def _sections_of(version: Any, content: dict[str, Any]) -> Iterator[Section]:
    head = [Text(("summary",), Kind.LINE, content.get("summary") or "")]
    head += [Text(("introduction",), Kind.MARKDOWN, content.get("introduction") or "")]
    body: list[Text] = []
    if isinstance(version, LessonVersion):
        stream = LessonPage._meta.get_field("body").stream_block.to_python(content.get("body") or [])
        body = texts_of_stream(stream)
    yield from _in_sections([*head, *body], version.title)


def _in_sections(found: Iterable[Text], title: str) -> Iterator[Section]:
    section = Section()
    for text in found:
        if NOT_SHOWN & set(text.path) or text.path == ("title",) or not text.source.strip():
            continue
        if text.path[0] == "body" and text.path[-1] == "heading":
            yield section
            section = Section(block_id=text.path[1], heading=text.source)
        elif text.kind is Kind.LINE:
            section.words.append(text.source)
        else:
            section.words += marked(text).passages
    yield section


def _passages(sections: Iterable[Section], *, language: str, title: str, **common: Any) -> list[Passage]:
    title_words = _spaced(title, language)
    passages = []
    for position, section in enumerate(sections):
        text, heading = (without_data(each)[:MOST_INDEXED] for each in (" ¶ ".join(section.words), section.heading))
        if position and not text and not heading:
            continue
        passages.append(
            Passage(
                language=language,
                title=title,
                title_words=title_words,
                position=position,
                block_id=section.block_id,
                heading=heading,
                heading_words=_spaced(heading, language),
                text=text,
                text_words=_spaced(text, language),
                **common,
            )
        )
    return passages


def _spaced(text: str, language: str) -> str:
    return " ".join(stems(text, language))


def _words_of(passages: Iterable[Passage]) -> set[Word]:
    parts = ((one.language, part) for one in passages for part in (one.title, one.heading, one.text))
    return {(language, small(match[0])) for language, part in parts for match in found_in(part)}


def _remember(found: Iterable[Word]) -> None:
    """In one order: whoever publishes at the same moment waits for the same rows."""
    words = [
        KnownWord(language=language, word=word, stem=stem(word, language)) for language, word in sorted(found) if len(word) <= _LONGEST
    ]
    KnownWord.objects.bulk_create(words, batch_size=_MANY, ignore_conflicts=True)
