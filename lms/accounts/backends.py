"""Who is behind a session."""

from allauth.account.auth_backends import AuthenticationBackend

from lms.core.joined import Columns, Joined

from .models import User

_PERSON = Joined(Columns(User, "u"), source="FROM accounts_user u WHERE u.id = %s")


class AccountBackend(AuthenticationBackend):
    """allauth's. The one question that every request of somebody signed in asks is written by hand: having it built costs more than
    asking it."""

    def get_user(self, user_id: int) -> User | None:
        found = _PERSON.one([user_id])
        return found[0] if found and self.user_can_authenticate(found[0]) else None
