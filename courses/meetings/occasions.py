"""What a practice entry says about the meeting at which it was answered."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.consultations.wording import day_words
from courses.internships.occasions import Occasion
from lms.accounts.models import User

from .models import Attendance, MeetingClosing
from .rules import invitations_of, meetings_taken_part_in_by


def meetings_of_closings(closings: Collection[int], reader: User) -> dict[int, Occasion]:
    """For those who read the minutes, and for learners who were there: that one met says something about others. Two queries at most."""
    rows = list(MeetingClosing.objects.filter(closing__in=closings).select_related("meeting"))
    if not rows:
        return {}
    numbers = {row.meeting_id for row in rows}
    taken_part = set(meetings_taken_part_in_by(reader).filter(pk__in=numbers).values_list("pk", flat=True))
    were_there = invitations_of(reader).filter(meeting__in=numbers, state=Attendance.State.ATTENDED)
    invited = set(were_there.values_list("meeting", flat=True)) - taken_part
    return {
        row.closing_id: Occasion(
            _("At the meeting of %(day)s") % {"day": day_words(row.meeting.starts_at)},
            reverse("meeting" if row.meeting_id in taken_part else "invited_meeting", args=[row.meeting_id]),
        )
        for row in rows
        if row.meeting_id in taken_part or row.meeting_id in invited
    }
