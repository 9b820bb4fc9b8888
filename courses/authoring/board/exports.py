"""A course that is packed as a folder by a task. The file and the row's new state are one step at the end: a killed worker leaves nothing
that anybody could fetch, and another begins anew."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from wagtail.models import Page

from courses.catalogue.models import Course, CoursePage
from lms.accounts.models import User

from .. import tasks
from ..exporting import export_course
from ..free_names import first_free
from ..models import Folder, FolderExport, private_storage
from . import archives, counting, holding, tries

KEPT = timedelta(days=7)
FILES = "course_exports"
State = FolderExport.State


@transaction.atomic
def start_export(*, of: CoursePage, by: User) -> FolderExport:
    """Begin one; one that is under way is returned instead."""
    Page.objects.select_for_update(of=("self",)).get(pk=of.pk)
    running = FolderExport.objects.filter(of=of, state=State.MAKING).first()
    if running:
        return running
    made = FolderExport.objects.create(of=of, total=_pages_of(of), created_by=by)
    tasks.run_folder_export.delay_on_commit(export_id=made.pk)
    return made


def stalled() -> list[FolderExport]:
    """Those whose worker says nothing any longer."""
    return counting.silent(FolderExport.objects.filter(state=State.MAKING))


def stands_still(one: FolderExport) -> bool:
    return one.state == State.MAKING and counting.is_silent(one)


def go_on(*, one: FolderExport) -> bool:
    """At once, and not when the next sweep finds it. False when somebody is at work on it."""
    begun = holding.wake(FolderExport.objects.filter(pk=one.pk, state=State.MAKING), one)
    if begun:
        tasks.run_folder_export.delay_on_commit(export_id=one.pk)
    return begun


def old() -> QuerySet[FolderExport]:
    return FolderExport.objects.exclude(state=State.MAKING).filter(touched_at__lte=now() - KEPT)


def drop_export(*, one: FolderExport) -> None:
    private_storage().delete(name_of(one.uid))
    one.delete()


def run(*, export_id: int) -> None:
    """Safe to run twice: the row is held meanwhile, and one that is done or held is left alone."""
    work = FolderExport.objects.filter(pk=export_id, state=State.MAKING)
    one = work.first()
    if one is None:
        return
    with counting.AtWork(one) as at_work, tries.counted(work, failed=State.FAILED):
        _make(work, at_work)


@transaction.atomic
def _make(work: QuerySet[FolderExport], at_work: counting.AtWork) -> None:
    one = holding.held(work.select_related("of"))
    if one is None:
        return
    at_work.start()
    course = Course.objects.live().filter(translation_key=one.of.translation_key).first()
    if course is None:
        one.state = State.NOTHING
    else:
        one.slug = _name_of_folder(course)
        _keep(one, _packed(one, course, at_work))
        one.file, one.state = name_of(one.uid), State.READY
    one.save()


def _name_of_folder(course: Course) -> str:
    """A folder keeps its name when its course gets another address; the address may then be another course's."""
    own = Folder.objects.filter(course=course).values_list("slug", flat=True).first()
    return own or first_free(course.slug, set(Folder.objects.filter(slug__startswith=course.slug).values_list("slug", flat=True)))


def _packed(one: FolderExport, course: Course, at_work: counting.AtWork) -> bytes:
    with archives.scratch() as place:
        folder = Path(place) / one.slug
        export_course(slug=one.slug, course=course, directory=folder, progress=at_work)
        return archives.pack(folder, at_work)


def _keep(one: FolderExport, content: bytes) -> None:
    """Under exactly this name. What lies there is of a process that died, and may be half a file."""
    private_storage().delete(name_of(one.uid))
    private_storage().save(name_of(one.uid), ContentFile(content))


def name_of(uid: UUID) -> str:
    return f"{FILES}/{uid}.zip"


def _pages_of(course: CoursePage) -> int:
    """The course, its modules and lessons, in every language that readers see."""
    tops = CoursePage.objects.live().filter(translation_key=course.translation_key, alias_of=None)
    return sum(1 + top.get_descendants().live().filter(alias_of=None).count() for top in tops)
