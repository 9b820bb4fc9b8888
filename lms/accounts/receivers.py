"""What allauth tells us."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _


@receiver(email_confirmed)
def distrust_earlier_password(request: HttpRequest, email_address: EmailAddress, **kwargs: object) -> None:
    """Signing in by code proves the address. If it was not proven before, whoever chose the password may be somebody else, waiting
    for the owner to come: the password and its sessions end."""
    person = email_address.user
    records = get_authentication_records(request, person)
    if request.user.is_authenticated or not records or records[-1]["method"] != "code" or not person.has_usable_password():
        return
    person.set_unusable_password()
    person.save(update_fields=["password"])
    messages.info(request, _("Your address is confirmed. The password chosen before is no longer valid: choose a new one in your profile."))
