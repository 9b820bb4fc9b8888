"""Letters through a provider instead of a mail server: `EMAIL_PROVIDER` names one of these, its keys come from the environment by the names
given here. What is wrong or missing is told by `manage.py check` (lms.notifications.checks). Each variable: docs/running.md."""

from dataclasses import dataclass
from typing import Any

import environ


@dataclass(frozen=True)
class Provider:
    name: str  # as django-anymail's classes have it
    needs: tuple[str, ...]  # without these nothing can be sent
    may_have: tuple[str, ...] = ()
    header: tuple[str, str] = ("", "")  # what makes it keep our Message-ID, where something must
    can_be_told_not_to_track: bool = True  # else it is switched off with the provider, once

    @property
    def backend(self) -> str:
        return f"anymail.backends.{self.name.lower()}.EmailBackend"

    @property
    def webhook(self) -> str:
        return f"anymail.webhooks.{self.name.lower()}.{self.name}TrackingWebhookView"


PROVIDERS = {
    "brevo": Provider("Brevo", ("BREVO_API_KEY",), can_be_told_not_to_track=False),
    "mailgun": Provider(
        "Mailgun",
        ("MAILGUN_API_KEY",),
        ("MAILGUN_SENDER_DOMAIN", "MAILGUN_API_URL", "MAILGUN_WEBHOOK_SIGNING_KEY"),
    ),
    "mailjet": Provider("Mailjet", ("MAILJET_API_KEY", "MAILJET_SECRET_KEY")),
    "postmark": Provider("Postmark", ("POSTMARK_SERVER_TOKEN",), header=("X-PM-KeepID", "true")),
    "sparkpost": Provider("SparkPost", ("SPARKPOST_API_KEY",), ("SPARKPOST_API_URL",)),
}
WEBHOOK_VARIABLE = "EMAIL_WEBHOOK_SECRET"


def provider_settings(name: str, env: environ.Env) -> dict[str, Any]:
    """Nobody is told when a letter is opened or a link followed."""
    provider = PROVIDERS.get(name)
    if provider is None:
        return {"EMAIL_PROVIDER": name}
    values = {key: env(key) for key in (*provider.needs, *provider.may_have) if env(key, default="")}
    anymail: dict[str, Any] = {**values, "REQUESTS_TIMEOUT": (10, 20)}
    if provider.can_be_told_not_to_track:
        anymail["SEND_DEFAULTS"] = {"track_opens": False, "track_clicks": False}
    if secret := env(WEBHOOK_VARIABLE, default=""):
        anymail["WEBHOOK_SECRET"] = secret
    return {"EMAIL_PROVIDER": name, "EMAIL_BACKEND": provider.backend, "ANYMAIL": anymail}
