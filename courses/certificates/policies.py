from django.db.models import QuerySet

from lms.core.policies import RowsPolicy

from .models import Certificate, NameRequest
from .rules import is_keeper_somewhere, kept_by, requests_kept_by


class CertificatesPolicy(RowsPolicy):
    """Certificates are read; what changes them are actions of their own (revoke, make again), never a form over the row."""

    def user_has_permission(self, user, action):
        return action == "view" and is_keeper_somewhere(user)

    def rows_of(self, user) -> QuerySet[Certificate]:
        return kept_by(user)


class NameRequestsPolicy(RowsPolicy):
    """Read; granted or refused by actions of their own."""

    def user_has_permission(self, user, action):
        return action == "view" and is_keeper_somewhere(user)

    def rows_of(self, user) -> QuerySet[NameRequest]:
        return requests_kept_by(user)
