"""What stands in the way of letters, said before the first one is due: `manage.py check`."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from lms.core.providers import PROVIDERS, WEBHOOK_VARIABLE


@register(Tags.compatibility)
def provider_is_known_and_has_its_keys(app_configs, **kwargs) -> list[CheckMessage]:
    if not settings.EMAIL_PROVIDER:
        return []
    provider = PROVIDERS.get(settings.EMAIL_PROVIDER)
    if provider is None:
        hint = f"It is one of {', '.join(PROVIDERS)}; any other is used through its mail server: EMAIL_URL."
        return [Error(f"EMAIL_PROVIDER={settings.EMAIL_PROVIDER} is not known.", hint=hint, id="notifications.E001")]
    missing = [name for name in provider.needs if not settings.ANYMAIL.get(name)]
    if missing:
        words = f"EMAIL_PROVIDER={settings.EMAIL_PROVIDER} needs {' and '.join(missing)}."
        return [Error(words, hint="Put it into the environment (docs/running.md).", id="notifications.E002")]
    return []


@register(Tags.security, deploy=True)
def provider_may_tell_what_came_back(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.EMAIL_PROVIDER not in PROVIDERS:
        return []
    words = settings.ANYMAIL.get("WEBHOOK_SECRET", "")
    if not words:
        hint = f"Set {WEBHOOK_VARIABLE}=name:password and give the provider the address in docs/running.md."
        return [Warning("The provider cannot tell which letters came back.", hint=hint, id="notifications.W001")]
    if not re.fullmatch(r"[^:@/\s]+:[^:@/\s]{16,}", words):
        hint = "Two words with a colon between, the second of 16 signs or more, none of them : @ or /."
        return [Error(f"{WEBHOOK_VARIABLE} is no name:password that nobody guesses.", hint=hint, id="notifications.E003")]
    return []


@register(Tags.compatibility)
def bounces_have_an_address(app_configs, **kwargs) -> list[CheckMessage]:
    faults: list[CheckMessage] = []
    if settings.BOUNCE_ADDRESS and not re.fullmatch(r"[^@+\s]{1,31}@[^@\s]+", settings.BOUNCE_ADDRESS):
        hint = "Something like bounces@example.org, the part before the @ no longer than 31 signs and without a plus."
        faults.append(Error("BOUNCE_ADDRESS is no address to return to.", hint=hint, id="notifications.E004"))
    mailbox = urlsplit(settings.BOUNCE_MAILBOX)
    if settings.BOUNCE_MAILBOX and not (mailbox.scheme == "imaps" and mailbox.hostname and mailbox.username and mailbox.password):
        hint = "imaps://name:password@host/INBOX, with %40 for an @ in the name."
        faults.append(Error("BOUNCE_MAILBOX cannot be read.", hint=hint, id="notifications.E005"))
    return faults
