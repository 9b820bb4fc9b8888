"""What a stranger is told of a number, in words for somebody who never saw the site."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .lookup import Answer
from .models import Certificate

State = Certificate.State

# In the order in which a summary counts them.
VERDICTS: Mapping[str, Any] = {
    State.ISSUED: gettext_lazy("In force"),
    State.ELIGIBLE: gettext_lazy("Being made"),
    State.SUPERSEDED: gettext_lazy("Replaced"),
    State.EXPIRED: gettext_lazy("Expired"),
    State.REVOKED: gettext_lazy("Revoked"),
    State.WITHDRAWN: gettext_lazy("Withdrawn by its holder"),
    "mistyped": gettext_lazy("A slip in the number"),
    "unknown": gettext_lazy("Not known here"),
}


def verdict_words(answer: Answer) -> tuple[Any, str]:
    """A word or two, and what else there is to say before the numbers that it leads to."""
    return VERDICTS[answer.verdict], _more(answer)


def _more(answer: Answer) -> str:
    certificate, verdict = answer.certificate, answer.verdict
    if certificate is None:
        return _mistyped(answer) if verdict == "mistyped" else _("No certificate with this number was issued here.")
    if verdict == State.SUPERSEDED and answer.newest:
        return _("In its place is:")
    if verdict == State.REVOKED:
        return _("Not in force since %(date)s") % {"date": date_format(certificate.revoked_at)} if certificate.revoked_at else ""
    if verdict == State.EXPIRED:
        return _("It was valid until %(date)s") % {"date": date_format(certificate.expires_on)} if certificate.expires_on else ""
    if verdict == State.ISSUED and certificate.expires_on:
        return _("Valid until %(date)s") % {"date": date_format(certificate.expires_on)}
    return ""


def _mistyped(answer: Answer) -> str:
    if answer.meant:
        return _("The check character does not fit. Did you mean:")
    return _("The check character does not fit: compare it with the paper.")
