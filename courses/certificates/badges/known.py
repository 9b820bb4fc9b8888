"""Whom this site trusts and which lists it has: its own."""

from ..models import BadgeIssuer, StatusList
from .bits import REFRESH, REVOCATION
from .publishing import key_log, status_list
from .trust import Trusted


def own_trust() -> Trusted:
    return Trusted().with_logs(map(key_log, BadgeIssuer.objects.select_related("organisation")))


def own_lists() -> list[str]:
    """Raises KeyIsMissing."""
    return [status_list(listed, purpose) for listed in StatusList.objects.select_related("issuer") for purpose in (REVOCATION, REFRESH)]
