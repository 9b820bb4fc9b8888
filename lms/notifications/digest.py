"""Letters that gather what is new: one for a person's day, and only while it is day where they live."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime, now

from lms.accounts.models import User

from .actions import post_letter
from .message import zone_of
from .models import Letter

FROM, UNTIL = time(8), time(20)


@transaction.atomic
def post_daily(*, kind: str, person: User, untold: QuerySet) -> bool:
    """One letter about the `untold` rows, which then name it in their `letter`: row and letter are one transaction, so nothing is lost or
    said twice. What comes after the day's letter waits for the next day's. Returns whether there is a new letter."""
    if not untold.exists():
        return False
    due_at = civil_hour(person, now())
    day = localtime(due_at, zone_of(person)).date().isoformat()
    if Letter.objects.filter(kind=kind, person=person, subject_key=day).exists():
        return False
    untold.update(letter=post_letter(kind=kind, person=person, subject_key=day, due_at=due_at))
    return True


def civil_hour(person: User, at: datetime) -> datetime:
    """Now, if it is day where the person lives; else eight in the morning."""
    local = localtime(at, zone_of(person))
    if FROM <= local.time() < UNTIL:
        return at
    day = local.date() if local.time() < FROM else local.date() + timedelta(days=1)
    return datetime.combine(day, FROM, zone_of(person))
