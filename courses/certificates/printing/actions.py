"""All certificates of a cohort in one file. Each chunk is a transaction of its own that begins by holding the print's row: a killed worker
is followed by another that goes on after the last whole chunk, and two at once take turns.

With their backs the papers are those that were issued, byte for byte, before they are joined. Without, they are made once more."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from courses.enrolment.models import Cohort
from lms.accounts.models import User

from .. import tasks
from ..models import Certificate, CohortPrint, private_storage
from ..pdf import render_front
from .alphabet import by_alphabet
from .joining import joined, pages_of

CHUNK = 10  # a second of work while the row is held
LOST_AFTER = timedelta(minutes=1)
KEPT = timedelta(days=7)
State = CohortPrint.State


class NothingToPrint(Exception):
    """No certificate of the cohort is issued."""


@transaction.atomic
def start_print(*, cohort: Cohort, with_backs: bool, by: User) -> CohortPrint:
    """Begin one; one that is under way is returned instead. Raises NothingToPrint."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    running = CohortPrint.objects.making().filter(cohort=cohort).first()
    if running:
        return running
    issued = Certificate.objects.issued().filter(enrolment__cohort=cohort).order_by("pk").values_list("pk", "holder_name")
    chosen = [pk for pk, _name in sorted(issued, key=lambda one: by_alphabet(one[1]))]
    if not chosen:
        raise NothingToPrint
    made = CohortPrint.objects.create(cohort=cohort, with_backs=with_backs, certificates=chosen, total=len(chosen), created_by=by)
    tasks.run_print.delay_on_commit(print_id=made.pk)
    return made


def run(*, print_id: int) -> None:
    """To the end, chunk by chunk. One that is done, or gone, is left alone."""
    while _advance(print_id):
        pass


def stalled() -> QuerySet[CohortPrint]:
    """Those whose worker is gone."""
    return CohortPrint.objects.making().filter(touched_at__lte=now() - LOST_AFTER)


def expire_prints() -> None:
    """Files are kept for some days. Of those that are gone the files go: a row without one is looked at no more."""
    CohortPrint.objects.filter(state=State.READY, touched_at__lte=now() - KEPT).update(state=State.GONE)
    for one in CohortPrint.objects.filter(state=State.GONE).exclude(total=0):
        _remove_files(one)
        CohortPrint.objects.filter(pk=one.pk).update(file="", total=0, certificates=[], pages=[])


@transaction.atomic
def _advance(print_id: int) -> bool:
    """One chunk, or the joining of all of them. Whether there is more to do."""
    one = CohortPrint.objects.select_for_update(of=("self",)).select_related("cohort").filter(pk=print_id, state=State.MAKING).first()
    if one is None:
        return False
    if one.done < one.total:
        _make_part(one)
    else:
        _join_parts(one)
    one.save(update_fields=["state", "done", "pages", "file", "touched_at"])
    return one.state == State.MAKING


def _make_part(one: CohortPrint) -> None:
    """Of those that are still in force: somebody may have been revoked meanwhile."""
    ids = one.certificates[one.done : one.done + CHUNK]
    found = Certificate.objects.issued().select_related("template_version").in_bulk(ids)
    papers = [(pk, _paper(found[pk], with_backs=one.with_backs)) for pk in ids if pk in found]
    if papers:
        _keep(_part(one, one.done), joined([paper for _pk, paper in papers], title=one.cohort.name))
        one.pages += [[pk, pages_of(paper)] for pk, paper in papers]
    one.done += len(ids)


def _paper(certificate: Certificate, *, with_backs: bool) -> bytes:
    if not with_backs:
        return render_front(certificate)
    with certificate.pdf.open("rb") as file:
        return file.read()


def _join_parts(one: CohortPrint) -> None:
    storage = private_storage()
    names = [name for name in (_part(one, start) for start in range(0, one.total, CHUNK)) if storage.exists(name)]
    parts = []
    for name in names:
        with storage.open(name, "rb") as file:
            parts.append(file.read())
    if sum(map(pages_of, parts)) != sum(count for _pk, count in one.pages):
        one.done, one.pages = 0, []  # somebody cleared the folder: begin again
        return
    if not parts:
        one.state = State.GONE
        return
    with translation.override(one.created_by.language if one.created_by else None):
        title = _("Certificates: %(cohort)s") % {"cohort": one.cohort.name}
    name = f"certificate_prints/{one.uid}.pdf"
    _keep(name, joined(parts, title=title, bookmarks=_bookmarks(one)))
    one.file, one.state = name, State.READY
    transaction.on_commit(lambda: _remove_parts(one))


def _bookmarks(one: CohortPrint) -> list[tuple[str, int]]:
    names = dict(Certificate.objects.filter(pk__in=[pk for pk, _count in one.pages]).values_list("pk", "holder_name"))
    found, page = [], 0
    for pk, count in one.pages:
        found.append((names.get(pk) or "–", page))
        page += count
    return found


def _part(one: CohortPrint, start: int) -> str:
    return f"certificate_prints/{one.uid}-{start}.pdf"


def _keep(name: str, content: bytes) -> None:
    """Under exactly this name. What lies there is of a process that died, and may be half a file."""
    storage = private_storage()
    storage.delete(name)
    storage.save(name, ContentFile(content))


def _remove_parts(one: CohortPrint) -> None:
    for start in range(0, one.total, CHUNK):
        private_storage().delete(_part(one, start))


def _remove_files(one: CohortPrint) -> None:
    _remove_parts(one)
    if one.file:
        private_storage().delete(str(one.file))
