"""What the workbook knows about a person: their answers in every version, and their files."""

import io
from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.core.personal_data import ExportFile, PersonalData

from .kinds import KINDS
from .models import Entry, EntryFile, EntryRevision
from .printed import whole_workbook


def export(person: User) -> list[dict]:
    """Every answer with every version of it. Two queries, and one for the names of files."""
    entries = Entry.objects.of(person).filter(revision__gt=0).select_related("activity__lesson__course", "version").order_by("pk")
    revisions: dict[int, list[EntryRevision]] = {}
    for revision in EntryRevision.objects.filter(log__enrolment__learner=person).select_related("version").order_by("number"):
        revisions.setdefault(revision.log_id, []).append(revision)
    names = dict(EntryFile.objects.of(person).values_list("pk", "name"))
    return [
        {
            "course": entry.activity.lesson.course.slug,
            "lesson": entry.activity.lesson.slug,
            "exercise": entry.version.title if entry.version else entry.activity.block_id,
            "for_my_eyes_only": entry.is_private or entry.activity.is_private,
            "answer": _words(entry.activity.kind, entry.value, entry.version, names),
            "versions": [
                {"saved_at": revision.created_at, "answer": _words(entry.activity.kind, value, revision.version, names)}
                for revision in revisions.get(entry.pk, [])
                for value in ([revision.value] if revision.sent is None else [revision.sent, revision.value])
            ],
        }
        for entry in entries
    ]


def files(person: User) -> Iterable[ExportFile]:
    """A page to read for each course, and the files as they were added."""
    for enrolment in Enrolment.objects.of(person).select_related("cohort__course").order_by("pk"):
        folder = f"{_('workbook')}/{slugify(enrolment.cohort.course.slug, allow_unicode=True)}-{enrolment.pk}"
        yield ExportFile(name=f"{folder}/{_('workbook')}.html", open=partial(_readable, enrolment, person.language))
        for file in EntryFile.objects.filter(entry__enrolment=enrolment).order_by("pk"):
            yield ExportFile(name=f"{folder}/{file.pk}-{PurePosixPath(file.name).name}", open=partial(file.file.open, "rb"))


@transaction.atomic
def erase(person: User) -> None:
    """Words and files go; that there was an answer, and when, stays."""
    for file in EntryFile.objects.of(person):
        transaction.on_commit(partial(file.file.storage.delete, file.file.name))
    EntryFile.objects.of(person).delete()
    EntryRevision.objects.filter(log__enrolment__learner=person).update(value={}, sent=None)
    Entry.objects.of(person).update(value={}, kept_number=None)


def _words(kind: str, value: dict, version, names: dict[int, str]) -> str:
    return KINDS[kind].shown(value, {**(version.content if version else {}), "names": names}).as_text()


def _readable(enrolment: Enrolment, language: str) -> BinaryIO:
    with override(language):
        html = render_to_string("workbook/export.html", {"workbook": whole_workbook(enrolment, language), "language": language})
    return io.BytesIO(html.encode())


WORKBOOK = PersonalData(key="workbook", label=gettext_lazy("Workbook"), export=export, erase=erase, files=files)
