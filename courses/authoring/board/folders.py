"""A course folder that is imported by a task: read without writing anything first, then, when its sender says so, all of it or nothing. The
import and the row's new state are one transaction, so a killed worker leaves nothing, and another begins anew."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from courses.catalogue.models import Course
from lms.accounts.models import User
from lms.core.uploads import shown_name
from lms.network.models import Organisation

from .. import foreign, tasks
from ..folder.document import CourseFolder, CourseFolderError, Mistake, in_order
from ..importing import EditedSinceError, OnConflict, Report, import_course
from ..models import FolderImport
from ..planning import Fate
from ..progress import Step
from ..vocabulary import vocabulary
from . import archives, counting, holding, tries

KEPT = timedelta(days=7)
FILES = "course_folders"  # where the model puts them
MOST_TOLD = 200
State = FolderImport.State


def send_folder(*, file: File, by: User) -> FolderImport:
    """Raises NotAFolderError."""
    archives.check(file)
    made = FolderImport(name=shown_name(file.name or "course.zip"), created_by=by)
    file.seek(0)
    made.file.save("course.zip", file, save=False)
    made.save()
    tasks.run_folder_import.delay_on_commit(import_id=made.pk)
    return made


@transaction.atomic
def begin_import(*, one: FolderImport, on_conflict: OnConflict, owner: Organisation | None) -> bool:
    """Whether it begins: a repeat changes nothing."""
    values = {"state": State.IMPORTING, "on_conflict": on_conflict.value, "owner": owner, "failures": 0, "touched_at": now()}
    begun = FolderImport.objects.filter(pk=one.pk, state=State.READ).update(**values)
    if begun:
        tasks.run_folder_import.delay_on_commit(import_id=one.pk)
    return bool(begun)


def drop_folder(*, one: FolderImport) -> bool:
    """Not while it is being imported, or somebody is at work on it: then it stays."""
    row = FolderImport.objects.filter(pk=one.pk).exclude(state=State.IMPORTING)
    is_gone = holding.change(row, one, row.delete)
    if is_gone:
        one.file.storage.delete(one.file.name)
    return is_gone


def stalled() -> list[FolderImport]:
    """Those whose worker says nothing any longer."""
    return counting.silent(FolderImport.objects.filter(state__in=FolderImport.UNDER_WAY))


def stands_still(one: FolderImport) -> bool:
    return one.state in FolderImport.UNDER_WAY and counting.is_silent(one)


def go_on(*, one: FolderImport) -> bool:
    """At once, and not when the next sweep finds it. False when somebody is at work on it."""
    begun = holding.wake(FolderImport.objects.filter(pk=one.pk, state__in=FolderImport.UNDER_WAY), one)
    if begun:
        tasks.run_folder_import.delay_on_commit(import_id=one.pk)
    return begun


def try_again(*, one: FolderImport) -> None:
    """What it was about: what has been read already is imported."""
    state = State.IMPORTING if one.report else State.READING
    if FolderImport.objects.filter(pk=one.pk, state=State.FAILED).update(state=state, failures=0, touched_at=now()):
        tasks.run_folder_import.delay_on_commit(import_id=one.pk)


def old() -> QuerySet[FolderImport]:
    return FolderImport.objects.exclude(state__in=FolderImport.UNDER_WAY).filter(touched_at__lte=now() - KEPT)


def run(*, import_id: int) -> None:
    """The dry run, or the import. Safe to run twice: the row is held meanwhile, and one that is done or held is left alone."""
    work = FolderImport.objects.filter(pk=import_id, state__in=FolderImport.UNDER_WAY)
    one = work.first()
    if one is None or not holding.is_free(work):
        return
    with counting.AtWork(one) as at_work, tries.counted(work, failed=State.FAILED), archives.scratch() as place:
        at_work.start()
        at_work.begin(Step.UNPACKING)
        report, state, folder = _read(one, place)
        if folder:
            _import(work, folder, at_work)
        else:
            values = {"report": report, "state": state, "touched_at": now()}
            FolderImport.objects.filter(pk=one.pk, state=one.state).update(**values)


def _read(one: FolderImport, place: str) -> tuple[dict[str, Any], str, CourseFolder | None]:
    try:
        with one.file.open("rb") as file:
            root = archives.unpack(file, Path(place))
        return {}, one.state, foreign.read(root, "auto", vocabulary())
    except archives.NotAFolderError as error:
        return _mistakes(CourseFolderError([Mistake("", 0, error.reason)])), State.REFUSED, None
    except CourseFolderError as error:
        return _mistakes(error), State.REFUSED, None


@transaction.atomic
def _import(work: QuerySet[FolderImport], folder: CourseFolder, at_work: counting.AtWork) -> None:
    one = holding.held(work)
    if one is None:
        return
    is_dry = one.state == State.READING
    try:
        done = import_course(folder=folder, on_conflict=OnConflict(one.on_conflict), owner=one.owner, dry_run=is_dry, progress=at_work)
        one.report, one.state = _told(done), State.READ if is_dry else State.DONE
    except CourseFolderError as error:
        one.report, one.state = _mistakes(error), State.REFUSED
    except EditedSinceError as error:
        one.report, one.state = {"edited": [page.as_data() for page in error.pages], "slug": folder.slug}, State.READ
    one.save()


def _mistakes(error: CourseFolderError) -> dict[str, Any]:
    """The first of them: whoever has mended so many sends the folder again. `more`: how many there are beyond."""
    told, more = _data(error.mistakes)
    return {"mistakes": told, "more": more, "is_partial": error.is_partial}


def _data(mistakes: list[Mistake]) -> tuple[list[list[Any]], int]:
    return [[one.path, one.line, one.reason.as_data()] for one in mistakes[:MOST_TOLD]], max(0, len(mistakes) - MOST_TOLD)


def _told(report: Report) -> dict[str, Any]:
    """What `import_course` prints, as data."""
    notes, more = _data(in_order(report.notes))
    course = Course.objects.filter(folder__slug=report.folder.slug).values_list("translation_key", flat=True).first()
    return {
        "slug": report.folder.slug,
        "languages": report.folder.languages,
        "course": str(course or ""),
        "pages": [report.fates[Fate.NEW], report.fates[Fate.CHANGED], report.fates[Fate.SAME]],
        "questions": [report.questions[name] for name in ("new", "changed", "same")],
        "rubrics": [report.rubrics[name] for name in ("new", "changed", "same")],
        "examples": [report.examples[name] for name in ("new", "changed", "same")],
        "media": report.media_added,
        "kept": [page.as_data() for page in report.kept],
        "retired": report.retired,
        "notes": notes,
        "more": more,
    }
