"""What practice knows about a person: their entries with every step, and what they answered others."""

from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.core.personal_data import ExportFile, PersonalData

from .actions.handing_in import take_back
from .models import ChainLink, ChainWords, Closing, HostSheet, Participation, Placement, PracticeEntry, PracticeFile, PracticeRevision

MINE = "participation__enrolment__learner"


def export(person: User) -> dict[str, Any]:
    """A number of queries that does not grow with what there is."""
    links = ChainLink.objects.select_related("words", "closing__by").order_by("number")
    revisions = PracticeRevision.objects.order_by("number")
    entries = PracticeEntry.objects.of(person).prefetch_related(
        Prefetch("links", links), Prefetch("revisions", revisions), Prefetch("files", PracticeFile.objects.order_by("pk"))
    )
    mine = Participation.objects.of(person).select_related("placement__cohort__course", "placement__mentor").order_by("pk")
    return {
        "placements": [
            _placement(one) for one in mine.prefetch_related(Prefetch("entries", entries.order_by("day", "pk")), "sheets__closing")
        ],
        "answered": [{"at": closing.at, "entries": closing.links.count()} for closing in Closing.objects.filter(by=person).order_by("pk")],
        "mentor_of": [str(one) for one in Placement.objects.filter(mentor=person).order_by("pk")],
        "supervisor_of": [str(one) for one in Placement.objects.filter(supervisor=person).order_by("pk")],
    }


def _placement(one: Participation) -> dict[str, Any]:
    where = one.placement
    return {
        "course": where.cohort.course.slug,
        "host": where.host,
        "place": where.place,
        "first_day": where.starts_on,
        "last_day": where.ends_on,
        "mentor": where.mentor.name if where.mentor else "",
        "since": one.joined_at,
        "left_at": one.left_at,
        "entries": [_entry(entry) for entry in one.entries.all()],
        "sheets": [{"code": sheet.code, "made_at": sheet.made_at, "signed": sheet.closing_id is not None} for sheet in one.sheets.all()],
    }


def _entry(one: PracticeEntry) -> dict[str, Any]:
    return {
        "date": one.day,
        "minutes": one.minutes,
        "state": str(one.get_state_display()),
        "what_i_did": one.text("did"),
        "what_came_of_it": one.text("result"),
        "question": one.text("question"),
        "files": [file.name for file in one.files.all()],
        "versions": [
            {"saved_at": revision.created_at, "words": value}
            for revision in one.revisions.all()
            for value in ([revision.value] if revision.sent is None else [revision.sent, revision.value])
        ],
        "steps": [_step(link) for link in one.links.all()],
    }


def _step(link: ChainLink) -> dict[str, Any]:
    words = getattr(link, "words", None)
    closing = link.closing
    by = (closing.host_name or (closing.by.name if closing.by else "")) if closing else ""
    comment = words.words.get("comment", "") if words else ""
    return {"at": link.at, "what": str(link.get_step_display()), "by": by, "comment": comment, "hash": link.hash}


def files(person: User) -> Iterable[ExportFile]:
    folder = _("practice log")
    for file in PracticeFile.objects.of(person).select_related("entry__participation__placement").order_by("pk"):
        host = slugify(file.entry.participation.placement.host, allow_unicode=True)
        name = f"{folder}/{host}-{file.entry.participation_id}/{file.pk}-{PurePosixPath(file.name).name}"
        yield ExportFile(name=name, open=partial(file.file.open, "rb"))
    for sheet in HostSheet.objects.of(person).exclude(photo="").order_by("pk"):
        name = f"{folder}/{sheet.code}-{PurePosixPath(sheet.photo_name).name}"
        yield ExportFile(name=name, open=partial(sheet.photo.open, "rb"))


@transaction.atomic
def erase(person: User) -> None:
    """Words, salts and photos go; steps, times, minutes and hashes stay, and the chain is whole. What waits for an answer is taken back
    first: nobody is left with an entry that says nothing. Safe to run twice."""
    for entry in PracticeEntry.objects.of(person).submitted():
        take_back(entry=entry)
    for file in PracticeFile.objects.of(person):
        transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
    PracticeFile.objects.of(person).delete()
    for sheet in HostSheet.objects.of(person).exclude(photo=""):
        transaction.on_commit(partial(sheet.photo.storage.delete, str(sheet.photo.name)))
    HostSheet.objects.of(person).update(photo="", photo_name="", photo_type="")
    PracticeRevision.objects.filter(**{f"log__{MINE}": person}).update(value={}, sent=None)
    PracticeEntry.objects.of(person).update(value={}, kept_number=None)
    ChainWords.objects.filter(**{f"link__{MINE}": person}).delete()
    theirs = Closing.objects.filter(**{f"links__{MINE}": person}).values("pk")
    shared = ChainWords.objects.filter(link__closing__in=theirs).values("link__closing")
    Closing.objects.filter(pk__in=theirs).exclude(pk__in=shared).update(host_name="", host_role="")


PRACTICE = PersonalData(key="practice", label=gettext_lazy("Practice log"), export=export, erase=erase, files=files)
