"""The ways from the mentor's desk to supervision."""

from django.utils.translation import gettext_lazy as _

from courses.mentorship.desk_places import DeskPlace
from courses.mentorship.rules import reviews_somewhere, supervises_somewhere
from lms.accounts.models import User

from .letters_shown import unread_of
from .rules import knows_of_conversations

MOST_SHOWN = 9


def _to_supervisors(person: User) -> str | None:
    return _unread_words(person)[1] if supervises_somewhere(person) else None


def _to_mentors(person: User) -> str | None:
    """With a conversation; a supervisor has the other way, which leads to the same letters."""
    if supervises_somewhere(person) or not reviews_somewhere(person):
        return None
    count, words = _unread_words(person)
    return words if count else None


def _unread_words(person: User) -> tuple[int, str]:
    count, unread = unread_of(person)
    return count, (f"{MOST_SHOWN}+" if unread > MOST_SHOWN else str(unread)) if unread else ""


def _to_coordinators(person: User) -> str | None:
    return "" if knows_of_conversations(person) else None


PLACES = (
    DeskPlace(name="supervision_sample", title=_("Supervision"), shown_to=_to_supervisors, order=30, is_daily=True),
    DeskPlace(name="supervision_letters", title=_("From your supervisor"), shown_to=_to_mentors, order=31),
    DeskPlace(name="known_conversations", title=_("Conversations"), shown_to=_to_coordinators, order=85),
)
