"""Addresses of courses, modules and lessons. A row's address is made of the slugs in the source language and works in every interface
language: what is not translated is shown there in its source language. One query finds the row and its wording, one the page."""

from copy import copy
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.core.cache import caches
from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction

from .changed import changes_of
from .foreign import foreign_of
from .models import Course, CoursePage, CourseVersion, Lesson, LessonPage, LessonVersion, Module, ModulePage, ModuleVersion
from .outline import outline
from .rendering import lesson_body, release

_GENERATION = "learning-pages"
_KINDS: list[tuple[str, type[Page], type[Any], tuple[str, ...]]] = [
    ("course", CoursePage, CourseVersion, ("of",)),
    ("module", ModulePage, ModuleVersion, ("of__course", "of")),
    ("lesson", LessonPage, LessonVersion, ("of__course", "of__module", "of")),
]


@lru_cache(maxsize=4096)
def address(*slugs: str, language: str) -> str:
    """The address of a course, of one of its modules, or of one of its lessons. It follows from its slugs alone; a page asks for many."""
    name = _KINDS[len(slugs) - 1][0]
    with override(language):
        return reverse(name, args=slugs)


def course_url(course: Course, language: str) -> str:
    return address(course.slug, language=language)


def module_url(module: Module, language: str) -> str:
    """No query when the module came with its course."""
    return address(module.course.slug, module.slug, language=language)


def lesson_url(lesson: Lesson, language: str) -> str:
    """No query when the lesson came with its course and module."""
    return address(lesson.course.slug, lesson.module.slug, lesson.slug, language=language)


def page_at(*slugs: str, language: str) -> Page | None:
    """The live page at an address: in the reader's language, else in the course's source language. It knows its `row` and `version`.

    Kept with the outline of its course and, for a lesson, its body, until any page of learning, any view restriction or anything in the
    library changes: one question to the cache and no query then. What hangs on the page is shared with other readers and only read."""
    generation = caches["lessons"].get(_GENERATION) or _new_generation()
    try:
        return copy(_kept(generation, release(), slugs, language))
    except Page.DoesNotExist:
        return None


@lru_cache(maxsize=64)  # some 150 kB each
def _kept(generation: str, of_release: str, slugs: tuple[str, ...], language: str) -> Page:
    """Taken from the cache once by each process: to make a page anew from what is kept there would be a sixth of the work of showing it."""
    store, key = caches["lessons"], f"page:{of_release}:{language}:{'/'.join(slugs)}"
    by, page = store.get(key) or ("", None)
    if by == generation:
        return page
    page = _find(*slugs, language=language)
    if page is None:
        raise Page.DoesNotExist
    if page.row and page.version:
        page.outline = outline(page.row if isinstance(page.row, Course) else page.row.course, language)
        if isinstance(page.version, LessonVersion):
            page.rendered, page.changes = lesson_body(page.version), changes_of(page.version)
        page.foreign = (page.rendered.foreign if page.rendered else foreign_of(page.version.content)).language_of
        store.set(key, (generation, page))
    return page


def forget_pages() -> None:
    """What is kept of pages may be wrong from now on: for this transaction at once, for everybody when it is committed."""
    _new_generation()
    transaction.on_commit(_new_generation)


def _new_generation() -> str:
    generation = uuid4().hex
    caches["lessons"].set(_GENERATION, generation, None)
    return generation


def _find(*slugs: str, language: str) -> Page | None:
    _name, page_type, version_type, steps = _KINDS[len(slugs) - 1]
    version = _version_at(version_type, steps, slugs, language)
    if version is None:
        return _page_with_slugs(page_type, slugs, language)
    page = _live(page_type).filter(translation_key=version.of.translation_key, locale__language_code=version.language).first()
    if page:
        page.row, page.version = version.of, version
    return page


def _version_at(version_type: type[Any], steps: tuple[str, ...], slugs: tuple[str, ...], language: str) -> Any:
    course = steps[0]
    found = (
        version_type.objects.current()
        .filter(Q(language=language) | Q(language=F(f"{course}__source_language")), of__retired_at=None)
        .filter(**{f"{step}__slug": slug for step, slug in zip(steps, slugs, strict=True)})
        .select_related(*steps)
        .defer(*(["content"] if version_type is LessonVersion else []))
    )
    versions = sorted(found, key=lambda version: (version.language != language, version.pk))
    return versions[0] if versions else None


def _page_with_slugs(page_type: type[Page], slugs: tuple[str, ...], language: str) -> Page | None:
    """A translated page may have slugs of its own."""
    ending = "".join(f"/{slug}" for slug in slugs) + "/"
    return _live(page_type).filter(slug=slugs[-1], locale__language_code=language, url_path__endswith=ending).first()


def _live(page_type: type[Page]) -> Any:
    above = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
    pages = page_type.objects.filter(live=True, alias_of=None).select_related("locale")
    pages = pages.annotate(is_restricted=Exists(above.filter(below__startswith=F("page__path"))))
    return pages.defer("body") if page_type is LessonPage else pages
