"""Letters about accounts. They go at once and without the ledger (lms/accounts/adapter.py); what is theirs here are the words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .kinds import MUST, LetterKind
from .wording import Wording, wording_of

SAME_WORDS = {"account/email/email_confirmation_signup": "account/email/email_confirmation"}


def _nothing(letter: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class AccountLetter(LetterKind):
    """`prefix` is what allauth calls the letter."""

    prefix: str

    def template(self, part: str) -> str:
        return f"{self.prefix}_{part.replace('body', 'message')}"


def _letter(name: str, label: Any, folder: str = "account", **variables: Any) -> AccountLetter:
    links = ("activate_url", "password_reset_url", "signup_url")
    prefix = f"{folder}/email/{name}"
    return AccountLetter(
        key=f"{folder}_{name}", label=label, prefix=prefix, context=_nothing, priority=MUST, variables=variables, links=links
    )


_email = _("The address that the letter goes to")
LETTERS = {
    letter.prefix: letter
    for letter in (
        _letter("login_code", _("A code for signing in"), code=_("The code")),
        _letter("password_reset_key", _("A link for a new password")),
        _letter("email_confirmation", _("Confirming an address"), email=_email),
        _letter("account_already_exists", _("Signing up where there is an account"), email=_email),
        _letter("unknown_account", _("Signing in where there is no account"), email=_email),
        _letter("password_changed", _("The password was changed")),
        _letter("password_reset", _("A new password was chosen")),
        _letter("password_set", _("A first password was chosen")),
        _letter("email_changed", _("The address was changed"), to_email=_("The new address"), from_email=_("The old address")),
        _letter("email_confirm", _("The address was confirmed")),
        _letter("email_deleted", _("An address was removed"), deleted_email=_("The address that was removed")),
        _letter("totp_activated", _("A second step for signing in"), "mfa"),
        _letter("totp_deactivated", _("The second step was removed"), "mfa"),
        _letter("recovery_codes_generated", _("New codes on paper"), "mfa"),
    )
}


def words_of(prefix: str, language: str) -> Wording | None:
    letter = LETTERS.get(SAME_WORDS.get(prefix, prefix))
    return wording_of(letter, language) if letter else None
