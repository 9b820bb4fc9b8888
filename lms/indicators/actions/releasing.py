"""A report leaves the house."""

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from ..models import Programme, Release
from ..periods import Period
from ..report import draft


class Changed(Exception):
    """Something was counted anew since somebody looked at it."""


@transaction.atomic
def release(*, programme: Programme, period: Period, with_pair: bool, seen: str, by: User) -> Release:
    """What was looked at (`seen` is its digest), and nothing else: raises Changed otherwise. The programme is held, so that two reports at
    once are checked one after the other. The same report again is the one that there is."""
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    made = draft(held, period, with_pair=with_pair)
    if made.digest != seen:
        raise Changed
    last = Release.objects.of(held).filter(period=period.key).first()
    if last and last.published == made.published:
        return last
    return Release.objects.create(
        programme=held,
        period=period.key,
        since=made.since,
        until=made.until,
        by=by,
        at=now(),
        published=made.published,
        counted=made.counted,
    )
