"""Notes that mentors keep for each other."""

from lms.accounts.models import User

from ..models import Note


def add_note(*, enrolment_id: int, by: User, text: str) -> Note:
    """The same words by the same person are one note, however often they are sent."""
    return Note.objects.get_or_create(enrolment_id=enrolment_id, by=by, text=text)[0]
