"""The words of the checking page, in every language of the site: it is one file and has them all inside."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

Said = TypeVar("Said")


def words() -> dict[str, dict[str, str]]:
    """By language, by name."""
    return {code: _in(code, _words) for code, _name in settings.LANGUAGES}


def without_scripts() -> dict[str, str]:
    return {
        code: _in(code, lambda: _("This page needs scripts. Allow them for this file, or check the number on the site."))
        for code, _name in settings.LANGUAGES
    }


def _in(code: str, say: Callable[[], Said]) -> Said:
    with translation.override(code):
        return say()


def _words() -> dict[str, str]:
    return {
        "title": _("Check a badge without the internet"),
        "language": _("Language"),
        "lead": _(
            "Choose the file of a badge or of a certificate, or a photograph of the square codes on the back of the paper. "
            "Nothing leaves this device."
        ),
        "choose": _("File or photograph"),
        "camera": _("Read the codes with the camera"),
        "camera_stop": _("Stop the camera"),
        "camera_refused": _("The camera cannot be used here. Take a photograph of the codes and choose it above."),
        "recipient": _("Whose it should be (not required)"),
        "recipient_hint": _("The name as printed, or the e-mail address. The badge itself names nobody; it is compared on this device."),
        "matches": _("The badge was given to this person."),
        "differs": _("The badge was not given to this name or address."),
        "reading": _("Reading …"),
        "codes_missing": _("Codes read: %(found)s of %(count)s. Show the others."),
        "codes_mixed": _("These codes belong to different certificates. Begin again with one paper."),
        "nothing_found": _("There is no badge and no readable code in this picture. Photograph the codes from above, in good light."),
        "list_added": _("The list of revocations is taken over. Now choose the badge once more."),
        "course": _("Course"),
        "issued_by": _("Issued by"),
        "valid_from": _("Valid from"),
        "details": _("For technicians"),
        "made": _("Issuers and revocations as of %(date)s; a newer copy is at %(address)s"),
        "valid": _("Valid"),
        "valid_why": _("The signature is good, and the badge is in force."),
        "valid_status_unknown": _("Signature good, revocation unknown"),
        "valid_status_unknown_since": _("Signature good, revocation unknown since %(date)s"),
        "valid_status_unknown_why": _(
            "It is as it was signed. Whether it was revoked later cannot be said without a newer copy of this page."
        ),
        "superseded": _("Replaced by a newer one"),
        "superseded_why": _("The badge was issued, and a newer one took its place. Ask for that one."),
        "expired": _("Expired on %(date)s"),
        "expired_why": _("The badge was valid once and is no longer in force."),
        "not_yet_valid": _("Not valid before %(date)s"),
        "not_yet_valid_why": _("The badge is of a later day than this device shows. Look at the clock of the device."),
        "revoked": _("Revoked by its issuer"),
        "revoked_why": _("The badge was issued, and its issuer took it back."),
        "tampered": _("Not as it was signed"),
        "tampered_why": _("Something in this badge was changed after it was signed. Do not rely on it."),
        "unknown_issuer": _("Issuer not known"),
        "unknown_issuer_why": _("It is not from an issuer that this page knows, or not signed with one of its keys. Do not rely on it."),
        "malformed": _("Not a badge"),
        "malformed_why": _("This file does not hold a complete badge."),
        "unsupported": _("A kind of badge that cannot be checked here"),
        "unsupported_why": _("It may be true, but this page does not understand all of it, so it does not vouch for it."),
    }  # fmt: skip
