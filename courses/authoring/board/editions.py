"""A new edition of a course: another course that begins as a copy of this one and says what it comes from. Page by page, each family of
translations in a transaction of its own: a killed worker is followed by another that goes on, and two at once take turns.

The new rows wait, retired, for their pages to be published; with other keys, so that nobody's work is in both. An edition that is given up
leaves the drafts that were copied: somebody may have worked in them."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import now
from wagtail.models import Page

from cms.pages.latin import slug_of
from courses.catalogue.models import Activity, Course, CoursePage, Lesson, Module
from courses.competences.models import Practises
from courses.enrolment.completion import Rule
from lms.accounts.models import User

from .. import tasks
from ..free_names import first_free
from ..models import Edition, Folder
from ..progress import SILENT, Progress, Step
from . import counting, edition_pages, edition_questions, holding, tries
from .reading import pages_below

State = Edition.State


class TitleTaken(Exception):
    """Another course is called that."""


@transaction.atomic
def start_edition(*, of: CoursePage, title: str, has_own_questions: bool, by: User) -> Edition:
    """Begin one; one that is under way, or waits for somebody's word, is returned instead. Raises TitleTaken."""
    Page.objects.select_for_update().get(pk=of.pk)
    there = in_the_way(of)
    if there:
        return there
    given_up = Edition.objects.filter(state=State.GIVEN_UP).exclude(page=None)
    if CoursePage.objects.filter(draft_title=title).exclude(pk__in=given_up.values("page")).exists():
        raise TitleTaken
    pages = list(pages_below(of).values_list("pk", flat=True))
    made = Edition.objects.create(of=of, title=title, has_own_questions=has_own_questions, pages=pages, created_by=by)
    tasks.make_edition.delay_on_commit(edition_id=made.pk)
    return made


def in_the_way(of: CoursePage) -> Edition | None:
    """The edition of a course that has to be ready, or given up, before another can be made."""
    return Edition.objects.filter(of=of, state__in=Edition.IN_THE_WAY).first()


def run(*, edition_id: int) -> None:
    """To the end. One that is not under way, gone, or in somebody's hands is left alone."""
    work = Edition.objects.filter(pk=edition_id, state=State.MAKING)
    one = work.first()
    if one is None or not holding.is_free(work):
        return
    with counting.AtWork(one) as at_work, tries.counted(work, failed=State.FAILED):
        at_work.start()
        if one.page_id:
            at_work.begin(Step.PAGES, len(one.pages))
        while _advance(edition_id, at_work):
            pass


def stalled() -> list[Edition]:
    """Those whose worker says nothing any longer."""
    return counting.silent(Edition.objects.filter(state=State.MAKING))


def stands_still(one: Edition) -> bool:
    return one.state == State.MAKING and counting.is_silent(one)


def go_on(*, one: Edition) -> bool:
    """At once, and not when the next sweep finds it. False when somebody is at work on it."""
    begun = holding.wake(Edition.objects.filter(pk=one.pk, state=State.MAKING), one)
    if begun:
        tasks.make_edition.delay_on_commit(edition_id=one.pk)
    return begun


def try_again(*, one: Edition) -> None:
    """From where it stopped, and as often as at first."""
    if Edition.objects.filter(pk=one.pk, state=State.FAILED).update(state=State.MAKING, failures=0, touched_at=now()):
        tasks.make_edition.delay_on_commit(edition_id=one.pk)


def give_up(*, one: Edition) -> None:
    Edition.objects.filter(pk=one.pk, state=State.FAILED).update(state=State.GIVEN_UP, touched_at=now())


def next_page(one: Edition) -> Page | None:
    """What is copied next: where one that failed has stopped. None when only the rows are left."""
    if one.page_id is None:
        return one.of
    left = one.pages[one.done :]
    return Page.objects.filter(pk=left[0]).first() if left else None


@transaction.atomic
def _advance(edition_id: int, progress: Progress = SILENT) -> bool:
    """The course, one family, or the rows. Whether there is more to do. Two that are at it after all take turns."""
    one = Edition.objects.select_for_update(of=("self",)).filter(pk=edition_id, state=State.MAKING).first()
    if one is None:
        return False
    if one.page is None:
        _begin(one, progress)
        progress.begin(Step.PAGES, len(one.pages))
    elif one.done < len(one.pages):
        page = Page.objects.filter(pk=one.pages[one.done]).first()
        if page:
            edition_pages.copy_family(one, page.specific)
        progress.one()
        one.done += 1
    else:
        _make_rows(one)
        one.state = State.READY
    one.save()
    return one.state == State.MAKING


def new_key(one: Edition, key: UUID) -> UUID:
    return uuid5(one.uid, str(key))


def _begin(one: Edition, progress: Progress) -> None:
    old = Course.objects.filter(translation_key=one.of.translation_key).first()
    slug = _free_slug(slug_of(one.title, one.of.locale.language_code) or "course")
    row = Course.objects.create(
        translation_key=new_key(one, one.of.translation_key),
        slug=slug,
        source_language=one.of.locale.language_code,
        level=one.of.level,
        hours=one.of.hours,
        owner=old.owner if old else None,
        edition_of=old,
        retired_at=now(),
    )
    if one.has_own_questions and old:
        one.copied = edition_questions.copied_for(row, old, title=one.title, by=one.created_by, progress=progress)
    one.page = edition_pages.copy_family(one, one.of, title=one.title, slug=slug)


def _free_slug(slug: str) -> str:
    taken = set(CoursePage.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken |= set(Course.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken |= set(Folder.objects.filter(slug__startswith=slug).values_list("slug", flat=True))  # a folder keeps the address it came with
    return first_free(slug, taken)


def _make_rows(one: Edition) -> None:
    """What the rule and competences name: rows of modules, lessons and activities, out until their pages are published."""
    old = Course.objects.filter(translation_key=one.of.translation_key).first()
    if old is None:
        return
    course = Course.objects.get(translation_key=new_key(one, old.translation_key))
    waits = {"course": course, "retired_at": now()}
    modules = {row.pk: row for row in Module.objects.live().filter(course=old)}
    made = {pk: Module(translation_key=new_key(one, row.translation_key), **_place(row), **waits) for pk, row in modules.items()}
    Module.objects.bulk_create(made.values())
    lessons = {row.pk: row for row in Lesson.objects.live().filter(course=old, module__in=modules)}
    copies = {
        pk: Lesson(translation_key=new_key(one, row.translation_key), module=made[row.module_id], **_place(row), **waits)
        for pk, row in lessons.items()
    }
    Lesson.objects.bulk_create(copies.values())
    activities = {row.pk: row for row in Activity.objects.live().filter(lesson__in=lessons)}
    same = ("block_id", "kind", "position", "is_required", "is_private")
    twins = {
        pk: Activity(lesson=copies[row.lesson_id], retired_at=now(), **{name: getattr(row, name) for name in same})
        for pk, row in activities.items()
    }
    Activity.objects.bulk_create(twins.values())
    numbers = {pk: row.pk for pk, row in twins.items()}
    Course.objects.filter(pk=course.pk).update(completion_rule=_renumbered(old.completion_rule, numbers))
    _practise(old, copies, twins)


def _place(row: Module | Lesson) -> dict[str, object]:
    return {"slug": row.slug, "position": row.position}


def _renumbered(rule: Rule, numbers: dict[int, int]) -> Rule:
    """The same rule of the new course's activities."""
    if isinstance(rule, list):
        return [_renumbered(one, numbers) for one in rule]
    if not isinstance(rule, dict):
        return rule
    return {name: numbers.get(value, value) if name == "activity" else _renumbered(value, numbers) for name, value in rule.items()}


def _practise(old: Course, lessons: dict[int, Lesson], activities: dict[int, Activity]) -> None:
    rows = Practises.objects.in_course(old)
    Practises.objects.bulk_create(
        Practises(competence_id=row.competence_id, lesson=lessons.get(row.lesson_id), activity=activities.get(row.activity_id))
        for row in rows
        if row.lesson_id in lessons or row.activity_id in activities
    )
