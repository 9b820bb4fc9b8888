"""What nearly every save finds: an answer that is there, to an exercise that is there, in the wording it was last given in."""

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.core.joined import Columns, Joined

from .models import Entry

# By hand: a save is what a phone asks for most, and building this query costs more than asking it
_ANSWERED = Joined(
    Columns(Entry, "e"),
    Columns(Enrolment, "n", "learner_id", "cohort_id", "state"),
    Columns(Activity, "a", "lesson_id", "block_id", "kind", "is_private", "retired_at"),
    Columns(ActivityVersion, "v", "of_id", "content"),
    source="""
    FROM workbook_entry e
    JOIN enrolment_enrolment n ON n.id = e.enrolment_id
    JOIN catalogue_activity a ON a.id = e.activity_id
    JOIN catalogue_activityversion v ON v.id = e.version_id
    WHERE e.enrolment_id = %s AND e.activity_id = %s AND e.version_id = %s AND n.learner_id = %s AND a.retired_at IS NULL
    """,
)


def answer_with_wording(learner: User, enrolment_id: int, activity_id: int, version_id: int) -> Entry | None:
    """One query. Of the enrolment, the activity and the version only what a save looks at is loaded; the rest comes when asked for."""
    found = _ANSWERED.one([enrolment_id, activity_id, version_id, learner.pk])
    if found is None:
        return None
    entry, enrolment, activity, version = found
    entry.enrolment, entry.activity, entry.version = enrolment, activity, version
    return entry
