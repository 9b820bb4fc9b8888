"""Keeping the plain rows in step with the pages that editors publish.

The pages in a course's source language decide what there is and in which order; pages in other languages only add their wording. Nothing
is deleted: what is unpublished, removed or deleted is retired, and comes back when it is published again. Every function may run twice and
in any order of pages (a lesson before its course): what cannot stand yet is picked up when its parent is published. The course's row is
held while anything of it changes, so that two editors cannot write over each other."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils.timezone import now
from wagtail.models import Page

from . import describing, recording
from .addresses import forget_pages
from .foreign import foreign_content, foreign_of
from .models import (
    Activity,
    ActivityVersion,
    Course,
    CoursePage,
    CourseTopic,
    CourseVersion,
    Lesson,
    LessonPage,
    LessonVersion,
    Module,
    ModulePage,
    ModuleVersion,
)
from .search import searchable
from .versioning import write_version, write_versions

ROWS: dict[type[Page], type[Model]] = {CoursePage: Course, ModulePage: Module, LessonPage: Lesson}
VERSIONS: dict[type[Page], Any] = {CoursePage: CourseVersion, ModulePage: ModuleVersion, LessonPage: LessonVersion}


@transaction.atomic
def publish(*, page: Page) -> None:
    """The page is live now, or it is live and was moved or renamed."""
    if page.alias_of_id is None:
        _PUBLISH[type(page)](page)


@transaction.atomic
def unpublish(*, page: Page) -> None:
    """The page is no longer live, or is about to be deleted."""
    row = _row_of(page)
    if row is None or page.alias_of_id is not None:
        return
    course = _hold(row.pk if isinstance(row, Course) else row.course_id)
    if page.locale.language_code == course.source_language:
        _retire(row)
    else:
        _withdraw_language(page, row)
    _stamp(course.pk)


@transaction.atomic
def rename(*, page: Page) -> None:
    """The address of a page changed without publishing it anew."""
    row = _row_of(page)
    if row is None or page.alias_of_id is not None or not page.live:
        return
    course = _hold(row.pk if isinstance(row, Course) else row.course_id)
    if page.locale.language_code == course.source_language:
        type(row)._default_manager.filter(pk=row.pk).update(slug=page.slug)
        _stamp(course.pk)


def _publish_course(page: CoursePage) -> None:
    language = page.locale.language_code
    row = Course.objects.filter(translation_key=page.translation_key).first()
    if row is None:
        if _first_language(page) != language:
            return
        row, _created = Course.objects.get_or_create(
            translation_key=page.translation_key, defaults={"slug": page.slug, "source_language": language, "retired_at": now()}
        )
    course = _hold(row.pk)
    if course.source_language == language:
        chosen = {name: getattr(page, name) for name in ("slug", "level", "hours", "needs_second_reading")}
        Course.objects.filter(pk=course.pk).update(**chosen, retired_at=None)
        _set_topics(course, page.topics)
        _order(Course, page)
    _write_course(page, course.pk)
    _stamp(course.pk)
    if course.source_language == language and course.retired_at:
        _bring_back(page, course.pk, _write_course)


def _publish_module(page: ModulePage) -> None:
    language = page.locale.language_code
    module = Module.objects.filter(translation_key=page.translation_key).first()
    course = Course.objects.filter(translation_key=page.get_parent().translation_key).first()
    if course is None:
        return
    course = _hold(course.pk)
    if course.source_language != language:
        if module:
            _write_module(page, module.pk)
            _stamp(module.course_id)
        return
    if course.retired_at:
        if module:
            _retire(module)
        return
    was_out = module is None or module.retired_at is not None
    module = _place(Module, page, course=course)
    Lesson.objects.filter(module=module).exclude(course=course).update(course=course)
    _write_module(page, module.pk)
    _stamp(course.pk)
    if was_out:
        _bring_back(page, module.pk, _write_module)


def _publish_lesson(page: LessonPage) -> None:
    language = page.locale.language_code
    lesson = Lesson.objects.select_related("course").filter(translation_key=page.translation_key).first()
    module = Module.objects.select_related("course").filter(translation_key=page.get_parent().translation_key).first()
    home = module or lesson
    if home is None:
        return
    course = _hold(home.course_id)
    if course.source_language != language:
        if lesson:
            _write_lesson(page, lesson.pk)
            _stamp(lesson.course_id)
        return
    if module is None or module.retired_at:
        if lesson:
            _retire(lesson)
            _stamp(lesson.course_id)
        return
    was_out = lesson is None or lesson.retired_at is not None
    if lesson and lesson.course_id != course.pk:
        _stamp(lesson.course_id)
    lesson = _place(Lesson, page, course=course, module=module)
    _set_activities(lesson, page)
    _write_lesson(page, lesson.pk)
    _stamp(course.pk)
    if was_out:
        _bring_back(page, lesson.pk, _write_lesson)


_PUBLISH = {CoursePage: _publish_course, ModulePage: _publish_module, LessonPage: _publish_lesson}


def _place(model: type[Any], page: Page, **parents: Any) -> Any:
    """The row of a page in the source language, live and where the page stands."""
    row, _created = model.objects.update_or_create(
        translation_key=page.translation_key, defaults={"slug": page.slug, "retired_at": None, **parents}
    )
    _order(model, page)
    return row


def _order(model: type[Any], page: Page) -> None:
    """Rows stand in the order of the pages beside this one."""
    keys = list(page.get_parent().get_children().order_by("path").values_list("translation_key", flat=True))
    place = {key: position for position, key in enumerate(keys)}
    rows = [row for row in model.objects.filter(translation_key__in=keys) if row.position != place[row.translation_key]]
    for row in rows:
        row.position = place[row.translation_key]
    model.objects.bulk_update(rows, ["position"])


def _bring_back(page: Page, row_id: int, write: Any) -> None:
    """What was published before its place in the source language existed, or while it was retired: other languages, and the pages below."""
    for translation in type(page).objects.filter(translation_key=page.translation_key, live=True, alias_of=None).exclude(pk=page.pk):
        write(translation, row_id)
    for child in page.get_children().live().order_by("path").specific():
        publish(page=child)


def _set_topics(course: Course, topics: Iterable[str]) -> None:
    known = set(CourseTopic.objects.filter(course=course).values_list("topic", flat=True))
    wanted = set(topics)
    CourseTopic.objects.filter(course=course, topic__in=known - wanted).delete()
    CourseTopic.objects.bulk_create([CourseTopic(course=course, topic=topic) for topic in sorted(wanted - known)], ignore_conflicts=True)


def _set_activities(lesson: Lesson, page: LessonPage) -> None:
    """Exercises of the body in their order, then reading the lesson; what is no longer there is retired."""
    wanted = [
        (block.id, {"kind": block.block_type, "is_required": activity.is_required, "is_private": activity.is_private})
        for block, activity in describing.activities(page.body)
    ]
    wanted.append((Activity.READ, {"kind": Activity.READ, "is_required": True, "is_private": False}))
    known = {activity.block_id: activity for activity in Activity.objects.filter(lesson=lesson)}
    is_first = not known
    new = []
    for position, (block_id, fields) in enumerate(wanted):
        fields |= {"position": position, "retired_at": None}
        activity = known.pop(block_id, None)
        if not is_first and (activity is None or _is_asked_anew(activity, fields)):
            fields["asked_since"] = now()
        if activity is None:
            new.append(Activity(lesson=lesson, block_id=block_id, **fields))
        elif any(getattr(activity, name) != value for name, value in fields.items()):
            Activity.objects.filter(pk=activity.pk).update(**fields)
    Activity.objects.bulk_create(new)
    Activity.objects.live().filter(pk__in=[activity.pk for activity in known.values()]).update(retired_at=now())


def _is_asked_anew(activity: Activity, fields: dict[str, Any]) -> bool:
    return bool(fields["is_required"]) and (activity.retired_at is not None or not activity.is_required)


def _write_course(page: CoursePage, course_id: int) -> None:
    write_version(
        CourseVersion,
        of_id=course_id,
        language=page.locale.language_code,
        title=page.title,
        content={"summary": page.summary, "introduction": page.introduction, **foreign_content(page)},
        search_text=searchable(f"{page.title} {page.summary}"),
    )


def _write_module(page: ModulePage, module_id: int) -> None:
    content = {"introduction": page.introduction, **foreign_content(page)}
    write_version(ModuleVersion, of_id=module_id, language=page.locale.language_code, title=page.title, content=content)


def _write_lesson(page: LessonPage, lesson_id: int) -> None:
    language = page.locale.language_code
    before = recording.shown_before(lesson_id, language)
    content = {**describing.content(page), **foreign_content(page)}
    after = write_version(LessonVersion, of_id=lesson_id, language=language, title=page.title, content=content)
    whole = foreign_of(content).whole  # these have no wording in this language: every page shows that of the source language
    described = {block.id: activity for block, activity in describing.activities(page.body) if block.id not in whole}
    wordings: dict[int, tuple[str, dict[str, Any]]] = {}
    missing = []
    for activity in Activity.objects.live().filter(lesson_id=lesson_id):
        described_here = described.get(activity.block_id)
        if described_here:
            wordings[activity.pk] = (described_here.title, dict(described_here.content))
        elif activity.kind == Activity.READ:
            wordings[activity.pk] = (page.title, {})
        else:
            missing.append(activity.pk)
    write_versions(ActivityVersion, language=language, wordings=wordings)
    ActivityVersion.objects.current().filter(of__in=missing, language=language).update(is_current=False)
    recording.record(page=page, before=before, after=after)


def _retire(row: Course | Module | Lesson) -> None:
    """With everything below it: what is live is within what is live."""
    below: dict[type, list[tuple[type[Any], dict[str, Any]]]] = {
        Course: [(Module, {"course": row}), (Lesson, {"course": row}), (Activity, {"lesson__course": row})],
        Module: [(Lesson, {"module": row}), (Activity, {"lesson__module": row})],
        Lesson: [(Activity, {"lesson": row})],
    }
    itself: tuple[type[Any], dict[str, Any]] = (type(row), {"pk": row.pk})
    for model, within in [itself, *below[type(row)]]:
        model.objects.live().filter(**within).update(retired_at=now())


def _withdraw_language(page: Page, row: Any) -> None:
    """Readers of this language see the source language again; what they answered keeps its wording."""
    language = page.locale.language_code
    VERSIONS[type(page)].objects.current().filter(of=row, language=language).update(is_current=False)
    if isinstance(row, Lesson):
        ActivityVersion.objects.current().filter(of__lesson=row, language=language).update(is_current=False)


def _row_of(page: Page) -> Any:
    return ROWS[type(page)]._default_manager.filter(translation_key=page.translation_key).first()


def _first_language(page: Page) -> str:
    """A course's source language is that of the page that was made first: translations are made from it."""
    first = CoursePage.objects.filter(translation_key=page.translation_key, alias_of=None).order_by("pk").select_related("locale").first()
    return (first or page).locale.language_code


def _hold(course_id: int) -> Course:
    return Course.objects.select_for_update().get(pk=course_id)


def _stamp(course_id: int) -> None:
    Course.objects.filter(pk=course_id).update(stamp=F("stamp") + 1)
    forget_pages()
