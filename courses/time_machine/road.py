"""The road of a course as one learner meets it at a point in time, in a language: what is open, which wording is shown. Nothing that they
wrote and nothing they have done is read. A constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Revision

from courses.catalogue.models import Activity, ActivityVersion, Lesson, LessonChange, LessonPage, LessonVersion
from courses.enrolment.dates import Window, window
from courses.enrolment.models import ActivityDates, Enrolment, EnrolmentEvent, Extension

from .history import current_at


@dataclass(frozen=True)
class Step:
    """An activity. `attempts` is None for what has none, 0 for any number."""

    title: str
    language: str
    kind: str
    is_required: bool
    window: Window
    is_extended: bool
    is_open: bool
    is_not_open_yet: bool
    attempts: int | None


@dataclass(frozen=True)
class Stop:
    """A lesson. `scheduled_for`: a draft that has gone live by then, if nobody changes its date."""

    id: int
    version: Any
    is_translated: bool
    steps: list[Step] = field(default_factory=list)
    scheduled_for: datetime | None = None


@dataclass(frozen=True)
class Road:
    """`is_studying`: who was not, that day, may read the lessons and write nowhere. A learner who is only thought of always is."""

    state: str
    is_studying: bool
    stops: list[Stop]


def road(enrolment: Enrolment, *, at: datetime, now: datetime, language: str) -> Road:
    course = enrolment.cohort.course
    languages = [language, course.source_language]
    there = Q(retired_at=None) | Q(retired_at__gt=at)
    lessons = list(Lesson.objects.filter(there, course=course).order_by("module__position", "module_id", "position", "pk"))
    wordings = _by_language(LessonVersion.objects.filter(of__in=lessons, language__in=languages).defer("content"))
    returns = _returns(lessons, languages)
    scheduled = _scheduled(lessons, languages, at=at, now=now) if at > now else {}
    steps = _steps(enrolment, lessons, there, at=at, now=now, languages=languages)
    stops = []
    for lesson in lessons:
        version = _shown(wordings[lesson.pk], languages, at, now, returns[lesson.pk])
        if version:
            of_draft = scheduled.get((lesson.translation_key, version.language))
            stops.append(Stop(lesson.pk, version, version.language == language, steps[lesson.pk], of_draft))
    state = _state(enrolment, at)
    return Road(str(state.label) if state else "", enrolment.pk is None or state in Enrolment.STUDYING, stops)


def version_at(enrolment: Enrolment, lesson_id: int, *, at: datetime, now: datetime, language: str) -> LessonVersion | None:
    """The wording of a lesson that this learner is shown then."""
    found = next((stop.version for stop in road(enrolment, at=at, now=now, language=language).stops if stop.id == lesson_id), None)
    return LessonVersion.objects.select_related("of").get(pk=found.pk) if found else None


def _by_language(versions: Iterable[Any]) -> dict[int, dict[str, list[Any]]]:
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for version in versions:
        found[version.of_id][version.language].append(version)
    return found


def _shown(wordings: dict[str, list[Any]], languages: list[str], at: datetime, now: datetime, returns: Any = ()) -> Any:
    """In the language asked for, else in the source language."""
    found = (current_at(wordings[one], at, now=now, returns=returns) for one in languages)
    return next((version for version in found if version), None)


def _returns(lessons: list[Lesson], languages: list[str]) -> dict[int, list[tuple[datetime, int]]]:
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    changes = LessonChange.objects.filter(lesson__in=lessons, language__in=languages).values_list("lesson_id", "at", "to_version_id")
    for lesson_id, at, version_id in changes:
        found[lesson_id].append((at, version_id))
    return found


def _scheduled(lessons: list[Lesson], languages: list[str], *, at: datetime, now: datetime) -> dict[tuple[Any, str], datetime]:
    """Drafts with a date that has come by then."""
    keys = [lesson.translation_key for lesson in lessons]
    pages = LessonPage.objects.filter(translation_key__in=keys, locale__language_code__in=languages)
    rows = {str(pk): (key, spoken) for pk, key, spoken in pages.values_list("pk", "translation_key", "locale__language_code")}
    drafts = Revision.objects.filter(
        base_content_type=ContentType.objects.get_by_natural_key("wagtailcore", "page"),
        object_id__in=list(rows),
        approved_go_live_at__gt=now,
        approved_go_live_at__lte=at,
    )
    dates = drafts.order_by("approved_go_live_at").values_list("object_id", "approved_go_live_at")
    return {rows[object_id]: when for object_id, when in dates}


def _steps(
    enrolment: Enrolment, lessons: list[Lesson], there: Q, *, at: datetime, now: datetime, languages: list[str]
) -> dict[int, list[Step]]:
    activities = list(Activity.objects.filter(there, lesson__in=lessons).exclude(kind=Activity.READ))
    wordings = _by_language(ActivityVersion.objects.filter(of__in=activities, language__in=languages))
    dates = {row.activity_id: row for row in ActivityDates.objects.of_cohort(enrolment.cohort_id)}
    extensions = {row.activity_id: row for row in Extension.objects.of_enrolment(enrolment.pk)}
    steps: dict[int, list[Step]] = defaultdict(list)
    for activity in activities:
        version = _shown(wordings[activity.pk], languages, at, now)
        if version is None:
            continue
        extension = extensions.get(activity.pk)
        mine = window(dates.get(activity.pk), extension)
        steps[activity.lesson_id].append(
            Step(
                title=version.title,
                language=version.language,
                kind=activity.kind,
                is_required=activity.is_required,
                window=mine,
                is_extended=extension is not None,
                is_open=not mine.is_not_open_yet(at) and not mine.is_closed(at),
                is_not_open_yet=mine.is_not_open_yet(at),
                attempts=_attempts(version, mine),
            )
        )
    return steps


def _attempts(version: ActivityVersion, mine: Window) -> int | None:
    quiz = version.content.get("quiz")
    if quiz is None:
        return None
    allowed = (quiz.get("settings") or {}).get("attempts_allowed") or 0
    return allowed + mine.extra_attempts if allowed else 0


def _state(enrolment: Enrolment, at: datetime) -> Enrolment.State | None:
    """The state of the enrolment then; None before there was one."""
    last = EnrolmentEvent.objects.filter(enrolment_id=enrolment.pk, at__lte=at).order_by("-at", "-pk").first()
    return Enrolment.State(last.to_state) if last else None
