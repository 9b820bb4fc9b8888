"""Answering practice entries at a meeting."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import now

from courses.internships.actions.closing import Decision, close_entries
from lms.accounts.models import User

from ..models import Meeting, MeetingClosing
from .seats import check_begun, check_not_closed, held


@transaction.atomic
def close_at(*, meeting: Meeting, decisions: Sequence[Decision], by: User) -> MeetingClosing:
    """Confirm and return what waits, all of it or nothing; the minutes name it. Raises Refused of this app where the meeting does not allow
    it, that of internships where an entry does not."""
    fresh = held(meeting)
    check_not_closed(fresh)
    check_begun(fresh, now())
    return MeetingClosing.objects.create(meeting=fresh, closing=close_entries(decisions=decisions, by=by))
