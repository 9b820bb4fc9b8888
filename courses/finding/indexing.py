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
from .words import found_in, stem, stems

NOT_SHOWN = {"model_answer"}  # learners see it after they have answered
_MANY = 500
_LONGEST = 64


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
    _write_versions(course, new)


@transaction.atomic
def keep_page_in_step(page: Page) -> None:
    """The same for a page of text or a home page."""
    place = f"page-{page.translation_key.hex[:24]}"
    Passage.objects.filter(place=place, page_id=page.pk).delete()
    if page.live and page.alias_of_id is None:
        sections = list(_in_sections(texts(page), page.title))
        first = Page.objects.filter(translation_key=page.translation_key).order_by("pk").values_list("pk", flat=True).first()
        common = {"place": place, "source": f"page-{page.pk}", "page_id": page.pk, "title": page.title}
        _write(sections, language=page.locale.language_code, is_source=page.pk == first, **common)


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
        yield from CourseVersion.objects.current().filter(of=course).defer("content")
        yield from ModuleVersion.objects.current().filter(of__course=course, of__retired_at=None).select_related("of").defer("content")
        yield from LessonVersion.objects.current().filter(of__course=course, of__retired_at=None).select_related("of").defer("content")


def _source(version: Any) -> str:
    """A version never changes, but a lesson may come into another module."""
    inside = f"-in-{version.of.module_id}" if isinstance(version, LessonVersion) else ""
    return f"{version._meta.model_name}-{version.pk}{inside}"


def _write_versions(course: Course, versions: Iterable[Any]) -> None:
    kinds: dict[type[Any], tuple[str, type[Page]]] = {
        CourseVersion: ("course", CoursePage),
        ModuleVersion: ("module", ModulePage),
        LessonVersion: ("lesson", LessonPage),
    }
    for version in versions:
        kind, page_type = kinds[type(version)]
        row: Any = course if kind == "course" else version.of
        page = page_type.objects.filter(
            translation_key=row.translation_key, locale__language_code=version.language, live=True, alias_of=None
        ).first()
        if page is None:
            continue
        rows = {"course_id": course.pk}
        if kind == "module":
            rows["module_id"] = row.pk
        elif kind == "lesson":
            rows |= {"module_id": row.module_id, "lesson_id": row.pk}
        _write(
            list(_sections_of(version)),
            place=f"{kind}-{row.pk}",
            source=_source(version),
            language=version.language,
            is_source=version.language == course.source_language,
            page_id=page.pk,
            title=version.title,
            **rows,
        )


def _sections_of(version: Any) -> Iterator[Section]:
    content = version.content
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


def _write(sections: list[Section], *, language: str, title: str, **common: Any) -> None:
    title_words = _spaced(title, language)
    passages = []
    for position, section in enumerate(sections):
        text = " ¶ ".join(section.words)
        if position and not text and not section.heading:
            continue
        passages.append(
            Passage(
                language=language,
                title=title,
                title_words=title_words,
                position=position,
                block_id=section.block_id,
                heading=section.heading,
                heading_words=_spaced(section.heading, language),
                text=text,
                text_words=_spaced(text, language),
                **common,
            )
        )
    Passage.objects.bulk_create(passages, batch_size=_MANY)
    _remember_words(passages, language)


def _spaced(text: str, language: str) -> str:
    return " ".join(stems(text, language))


def _remember_words(passages: Iterable[Passage], language: str) -> None:
    found = {match[0].casefold() for one in passages for part in (one.title, one.heading, one.text) for match in found_in(part)}
    words = [KnownWord(language=language, word=word, stem=stem(word, language)) for word in sorted(found) if len(word) <= _LONGEST]
    KnownWord.objects.bulk_create(words, batch_size=_MANY, ignore_conflicts=True)
