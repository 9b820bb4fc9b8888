"""A list of people is invited a chunk at a time. Each chunk is a transaction that begins by holding the list's row: a killed worker is
followed by another that goes on after the last whole chunk, and two at once take turns."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from lms.accounts.models import User

from . import tasks
from .invited import Line, sort
from .inviting import invite
from .models import Cohort, InvitationList

CHUNK = 20
LOST_AFTER = timedelta(minutes=1)
State = InvitationList.State


@transaction.atomic
def invite_many(*, cohort: Cohort, lines: Iterable[Line], language: str, by: User) -> InvitationList:
    """Begin; the rest is done by a task."""
    kept = [[line.email, line.name] for line in lines]
    made = InvitationList.objects.create(cohort=cohort, lines=kept, total=len(kept), language=language, made_by=by)
    tasks.send_invitations.delay_on_commit(list_id=made.pk)
    return made


def send(*, list_id: int) -> None:
    """To the end, chunk by chunk. One that is sent, or gone, is left alone."""
    while _advance(list_id):
        pass


def stalled() -> QuerySet[InvitationList]:
    """Those whose worker is gone."""
    return InvitationList.objects.filter(state=State.SENDING, touched_at__lte=now() - LOST_AFTER)


@transaction.atomic
def _advance(list_id: int) -> bool:
    """One chunk; whether there is more to do. Of each it is looked up anew what is known: somebody may have said no since the dry run. In
    the order of addresses, so that no two lists wait for each other."""
    rows = InvitationList.objects.select_for_update(of=("self",)).select_related("cohort", "made_by")
    one = rows.filter(pk=list_id, state=State.SENDING).first()
    if one is None:
        return False
    chunk = [Line(one.done + place, email, name) for place, (email, name) in enumerate(one.lines[one.done : one.done + CHUNK])]
    asked = sorted((found.line for found in sort(chunk, one.cohort) if found.known.is_asked), key=lambda line: line.email)
    one.invited += invite(cohort=one.cohort, lines=asked, language=one.language, by=one.made_by)
    one.done += len(chunk)
    if one.done >= one.total:
        one.state, one.lines = State.SENT, []
    one.save()
    return one.state == State.SENDING
