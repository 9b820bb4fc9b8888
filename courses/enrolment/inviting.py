"""What happens to an invitation. States and who moves them: docs/enrolment.md."""

from collections.abc import Iterable
from contextlib import suppress

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.timezone import now

from lms.accounts.actions import change_address, grant_role
from lms.accounts.models import Role, User
from lms.accounts.time_zones import guess

from .actions import enrol
from .invitation_letters import post_invitation, see_invitation
from .invited import Line, digest_of
from .models import Cohort, Enrolment, Invitation

State = Invitation.State
_signer = Signer(salt="enrolment.invitation")


class AlreadyAnswered(Exception):
    """Somebody was quicker, or the invitation has run out."""


def invitation_path(invitation: Invitation) -> str:
    return reverse("invitation", args=[_signer.sign(str(invitation.pk))])


def read_token(token: str) -> Invitation | None:
    try:
        number = _signer.unsign(token)
    except BadSignature:
        return None
    return Invitation.objects.select_related("cohort__course", "person", "invited_by").filter(pk=number).first()


def invite(*, cohort: Cohort, lines: Iterable[Line], language: str, by: User | None) -> int:
    """Ask these people into the cohort, each once. Returns how many were asked now."""
    return sum(_invite(cohort=cohort, line=line, language=language, by=by) for line in lines)


def _invite(*, cohort: Cohort, line: Line, language: str, by: User | None) -> bool:
    at = now()
    try:
        with transaction.atomic():
            person, is_new = User.objects.get_or_create(
                email=line.email,
                defaults={
                    "name": line.name, "language": language, "time_zone": guess(language, cohort.time_zone), "password": make_password(None)
                },
            )  # fmt: skip
            made = is_new or Invitation.objects.filter(person=person, made_person=True, state=State.SENT).exists()
            invitation = Invitation.objects.create(
                cohort=cohort,
                email=line.email,
                person=person,
                made_person=made,
                invited_by=by,
                sent_at=at,
                expires_at=at + Invitation.VALID,
            )
            post_invitation(invitation)
    except IntegrityError:  # a second click was quicker
        return False
    return True


@transaction.atomic
def send_again(*, invitation: Invitation, letters: int) -> None:
    """Once more, by hand, with thirty new days. `letters` is how often it had been sent when the button was shown: a second click finds
    it sent. Raises AlreadyAnswered."""
    at = now()
    known = Invitation.objects.filter(pk=invitation.pk, state=State.SENT, letters=letters)
    if not known.update(letters=letters + 1, sent_at=at, expires_at=at + Invitation.VALID):
        raise AlreadyAnswered
    invitation.refresh_from_db()
    post_invitation(invitation)


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> Enrolment:
    """Whoever opened the letter is enrolled, under whatever address. Raises AlreadyAnswered, EnrolmentRefused: then nothing has changed."""
    _settle(invitation, State.ACCEPTED, accepted_by=by)
    see_invitation(invitation, by)
    enrolment = enrol(learner=by, cohort=invitation.cohort, has_code=True, by=by)
    if invitation.person_id != by.pk:
        _forget_newcomer(invitation)
    return enrolment


@transaction.atomic
def accept_as_newcomer(*, invitation: Invitation, name: str, language: str) -> User:
    """Somebody without an account: the link came to the address, so the address is theirs. Raises AlreadyAnswered, EnrolmentRefused."""
    person = newcomer(invitation)
    if person is None:
        raise AlreadyAnswered
    person.name, person.language, person.last_login = name, language, now()  # from now on somebody's account, and the link opens it no more
    person.save(update_fields=["name", "language", "last_login"])
    change_address(person=person, email=str(person.email), is_confirmed=True)
    grant_role(person=person, role=Role.LEARNER)
    accept(invitation=invitation, by=person)
    return person


def decline(*, invitation: Invitation) -> None:
    """The address is forgotten. A repeat changes nothing. Raises AlreadyAnswered."""
    if invitation.state != State.DECLINED:
        _close(invitation, State.DECLINED, digest=digest_of(invitation.email))


def take_back(*, invitation: Invitation) -> None:
    """By the inviter. Raises AlreadyAnswered."""
    _close(invitation, State.WITHDRAWN)


def expire_invitations() -> int:
    """Those that nobody answered. Returns how many."""
    expired = 0
    for invitation in Invitation.objects.run_out().select_related("person")[:1000]:
        try:
            _close(invitation, State.EXPIRED)
        except AlreadyAnswered:
            continue
        expired += 1
    return expired


@transaction.atomic
def forget_invitations(*, cohort: Cohort) -> None:
    """Before the cohort goes for good: whoever was only invited into it leaves nothing behind."""
    for invitation in Invitation.objects.filter(cohort=cohort, state=State.SENT).select_related("person"):
        with suppress(AlreadyAnswered):
            _close(invitation, State.WITHDRAWN if invitation.is_open() else State.EXPIRED)


def newcomer(invitation: Invitation) -> User | None:
    """The person that was made for an invitation, has never been here and holds nothing that a letter alone may open."""
    person = invitation.person
    if person is None or not invitation.made_person or person.last_login or person.has_usable_password() or person.erased_at:
        return None
    has_more = person.has_duties or person.is_superuser or not person.is_active or Authenticator.objects.filter(user=person).exists()
    return None if has_more else person


@transaction.atomic
def _close(invitation: Invitation, state: Invitation.State, digest: str = "") -> None:
    _settle(invitation, state, email="", digest=digest)
    _forget_newcomer(invitation)


def _settle(invitation: Invitation, state: Invitation.State, **more: object) -> None:
    waits = Invitation.objects.filter(pk=invitation.pk, state=State.SENT)
    waits = waits if state == State.EXPIRED else waits.open()
    if not waits.update(state=state, answered_at=now(), **more):
        raise AlreadyAnswered
    invitation.state = state


def _forget_newcomer(invitation: Invitation) -> None:
    """Whoever was only invited leaves nothing behind, unless another invitation waits for them."""
    person = newcomer(invitation)
    if person and not Invitation.objects.filter(person=person, state=State.SENT).exists() and not person.enrolments.exists():
        with suppress(ProtectedError), transaction.atomic():  # who was named somewhere meanwhile stays
            person.delete()
