"""A host confirms without an account: by an address that works once, or on a printed sheet."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from lms.accounts.models import User
from lms.core.codes import new_code
from lms.core.uploads import CheckedFile

from ..chain import GENESIS
from ..models import ChainLink, Closing, HostLink, HostSheet, Participation, Placement, PracticeEntry, SheetLine
from ..rules import Refusal, Refused
from .chaining import hold
from .closing import Decision, Host, close_entries

VALID = timedelta(days=30)


def make_host_link(*, placement: Placement, by: User) -> HostLink:
    """A new address for the host. Those made before go on. Raises Refused for a placement that was cancelled."""
    if placement.cancelled_at:
        raise Refused(Refusal.ENDED)
    at = now()
    return HostLink.objects.create(placement=placement, made_by=by, made_at=at, expires_at=at + VALID)


def revoke_host_link(*, link: HostLink) -> None:
    """It opens nothing from now on. A repeat changes nothing, nor does it where the link was used."""
    HostLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(revoked_at=now())


@transaction.atomic
def confirm_by_link(*, link: HostLink, host: Host, decisions: Sequence[Decision]) -> Closing:
    """The host has looked at the list and confirms some or all of it; what is not chosen is left for the mentor. Of two who press at once
    one has used the link. Raises Refused, and then it was not used."""
    if not host.name.strip():
        raise Refused(Refusal.NO_NAME)
    at = now()
    if not HostLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=at).update(used_at=at):
        fresh = HostLink.objects.get(pk=link.pk)
        raise Refused(Refusal.USED if fresh.used_at else Refusal.EXPIRED)
    entries = PracticeEntry.objects.filter(participation__placement=link.placement_id)
    theirs = set(entries.filter(pk__in=[one.entry_id for one in decisions]).values_list("pk", flat=True))
    closing = close_entries(decisions=[one for one in decisions if one.entry_id in theirs], host=host, how=Closing.How.LINK)
    HostLink.objects.filter(pk=link.pk).update(closing=closing)
    return closing


def make_sheet(*, participation: Participation, by: User) -> HostSheet:
    """What waits now, to be printed with a code. Raises Refused where nothing waits."""
    for _ in range(5):
        try:
            return _make_sheet(participation=participation, by=by)
        except IntegrityError as error:  # a code that is taken already: one in 10^11
            if "code" not in str(error):
                raise
    raise IntegrityError("no free code")


@transaction.atomic
def _make_sheet(*, participation: Participation, by: User) -> HostSheet:
    """The same list again is the sheet that is there."""
    hold([participation.pk])
    waiting = PracticeEntry.objects.submitted().filter(participation=participation).order_by("day", "pk")
    numbers = list(waiting.values_list("last_number", flat=True))
    if not numbers:
        raise Refused(Refusal.NOBODY)
    links = {link.number: link for link in ChainLink.objects.filter(participation=participation, number__in=numbers)}
    head = ChainLink.objects.filter(participation=participation).order_by("-number").values_list("hash", flat=True).first() or GENESIS
    there = HostSheet.objects.filter(participation=participation, closing=None, head=head).first()
    if there:
        return there
    sheet = HostSheet.objects.create(participation=participation, code=new_code(), head=head, made_by=by, made_at=now())
    SheetLine.objects.bulk_create(SheetLine(sheet=sheet, link=links[number]) for number in numbers)
    return sheet


@transaction.atomic
def confirm_sheet(*, sheet: HostSheet, host: Host, by: User, photo: CheckedFile | None = None) -> Closing:
    """Somebody has the signed paper and says so. The learner shows it by a photo; whoever answers entries anyway need not. What changed
    after the sheet was printed is left out. Raises Refused."""
    if not host.name.strip():
        raise Refused(Refusal.NO_NAME)
    if photo is None and sheet.participation.enrolment.learner_id == by.pk:
        raise Refused(Refusal.NO_PHOTO)
    hold([sheet.participation_id])
    fresh = HostSheet.objects.select_for_update(of=("self",), no_key=True).get(pk=sheet.pk)
    if fresh.closing_id:
        raise Refused(Refusal.USED)
    links = [line.link for line in fresh.lines.select_related("link")]
    decisions = [Decision(link.entry_id, link.number, is_confirmed=True) for link in links]
    closing = close_entries(decisions=decisions, by=by, host=host, how=Closing.How.SHEET, leaves_changed=True)
    fresh.closing = closing
    if photo:
        fresh.photo_name, fresh.photo_type = photo.name, photo.content_type
        fresh.photo.save(photo.name, ContentFile(photo.data), save=False)
    fresh.save()
    return closing
