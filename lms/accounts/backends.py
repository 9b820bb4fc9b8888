"""Who is behind a session."""

from allauth.account.auth_backends import AuthenticationBackend

from lms.core.joined import Columns, one

from .models import User

_PERSON = Columns(User, "u")
_BY_ID = f"SELECT {_PERSON} FROM accounts_user u WHERE u.id = %s"  # noqa: S608 — the names are those of the model


class AccountBackend(AuthenticationBackend):
    """allauth's. The one question that every request of somebody signed in asks is written by hand: having it built costs more than
    asking it."""

    def get_user(self, user_id: int) -> User | None:
        found = one(_BY_ID, [user_id], _PERSON)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
