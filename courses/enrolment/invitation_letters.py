"""The letter that invites. Once for each time it is sent, with one link that works without an account."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy

from courses.catalogue.outline import outline
from lms.accounts.models import User
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.inbox import see_kinds
from lms.notifications.kinds import MUST, LetterKind
from lms.notifications.models import Letter

from .models import Invitation

INVITATION = "invitation"


def post_invitation(invitation: Invitation) -> Letter:
    person = invitation.person
    if person is None:
        raise LookupError(f"Invitation {invitation.pk} is for nobody.")
    key = key_of(invitation)
    return post_letter(kind=INVITATION, person=person, subject_key=key, context={"invitation": invitation.pk, "time": invitation.letters})


def key_of(invitation: Invitation) -> str:
    return f"{invitation.pk}:{invitation.letters}"


def see_invitation(invitation: Invitation, by: User) -> None:
    """Whoever accepts has read it: in their inbox it is not new any more."""
    see_kinds(person=by, keys={INVITATION}, about=lambda letter: letter.context.get("invitation") == invitation.pk)


def _invitation(letter: Letter) -> Invitation | None:
    return Invitation.objects.select_related("cohort__course", "invited_by").filter(pk=letter.context["invitation"]).first()


def _needed(letter: Letter) -> bool:
    """Not once it is answered, taken back, or sent again."""
    invitation = _invitation(letter)
    return invitation is not None and invitation.is_open() and invitation.letters == letter.context["time"]


def _context(letter: Letter) -> dict[str, Any]:
    from .inviting import invitation_path

    invitation = _invitation(letter)
    if invitation is None:
        raise LookupError(f"Letter {letter.pk} is about an invitation that is not there.")
    course = outline(invitation.cohort.course, get_language() or "en")
    return {
        "course": course.title,
        "group": invitation.cohort.name,
        "inviter": invitation.invited_by.name if invitation.invited_by else "",
        "until": date_format(localtime(invitation.expires_at), "MONTH_DAY_FORMAT"),
        "link": absolute(invitation_path(invitation)),
    }


KINDS = [
    LetterKind(
        key=INVITATION,
        label=gettext_lazy("An invitation to a course"),
        context=_context,
        still_needed=_needed,
        priority=MUST,
        variables={
            "course": gettext_lazy("The title of the course"),
            "group": gettext_lazy("The name of the group"),
            "inviter": gettext_lazy("The name of whoever invites"),
            "until": gettext_lazy("Until which day the link works"),
        },
    )
]
