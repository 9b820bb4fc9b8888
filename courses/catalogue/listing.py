"""The courses as the catalogue lists them: every live course in every language, with the words of the reader's language where there are
any. A constant number of queries, however many courses there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from . import addresses, search
from .models import Course, CourseTopic, CourseVersion


@dataclass(frozen=True)
class Card:
    """`language` is the one the words are in, `languages` the names of all it has."""

    course: Course
    title: str
    summary: str
    language: str
    languages: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    url: str


def found(wanted: Mapping[str, str], *, language: str) -> QuerySet[Course]:
    """Live courses that match, those in the reader's language first. Words are sought in every language of a course."""
    versions = CourseVersion.objects.current().filter(of=OuterRef("pk"))
    courses = Course.objects.live().filter(Exists(versions))
    if "q" in wanted:
        courses = courses.filter(Exists(search.matching(versions, wanted["q"])))
    if "language" in wanted:
        courses = courses.filter(Exists(versions.filter(language=wanted["language"])))
    if "level" in wanted:
        courses = courses.filter(level=wanted["level"])
    if "topic" in wanted:
        courses = courses.filter(topics__topic=wanted["topic"])
    courses = courses.annotate(
        is_in_my_language=Exists(versions.filter(language=language)),
        lesson_count=Count("lessons", filter=Q(lessons__retired_at=None), distinct=True),
    )
    return courses.order_by("-is_in_my_language", "position", "pk")


def cards(courses: Iterable[Course], *, language: str) -> list[Card]:
    """Two queries for all of them."""
    courses = list(courses)
    versions: dict[int, dict[str, CourseVersion]] = {}
    for version in CourseVersion.objects.current().filter(of__in=courses):
        versions.setdefault(version.of_id, {})[version.language] = version
    topics: dict[int, list[str]] = {}
    for topic in CourseTopic.objects.filter(course__in=courses).order_by("pk"):
        topics.setdefault(topic.course_id, []).append(topic.get_topic_display())
    return [_card(course, versions[course.pk], topics.get(course.pk, []), language) for course in courses if course.pk in versions]


def _card(course: Course, versions: Mapping[str, CourseVersion], topics: list[str], language: str) -> Card:
    version = versions.get(language) or versions.get(course.source_language) or next(iter(versions.values()))
    return Card(
        course=course,
        title=version.title,
        summary=version.content.get("summary", ""),
        language=version.language,
        languages=tuple((code, name) for code, name in settings.LANGUAGES if code in versions),
        topics=tuple(topics),
        url=addresses.course_url(course, language),
    )
