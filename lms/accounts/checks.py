"""What a real site must have at sign-in: `manage.py check --deploy`."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

IN_ONE_PROCESS = ("django.core.cache.backends.locmem.LocMemCache", "django.core.cache.backends.dummy.DummyCache")


@register(Tags.security, deploy=True)
def second_factor_is_required(app_configs, **kwargs):
    if settings.REQUIRE_SECOND_FACTOR or settings.IS_DEMO:
        return []
    return [
        Warning(
            "The team can sign in without a second factor.",
            hint="Set REQUIRE_SECOND_FACTOR = True.",
            id="accounts.W001",
        )
    ]


@register(Tags.security, deploy=True)
def rate_limits_are_shared(app_configs, **kwargs):
    if settings.CACHES["default"]["BACKEND"] not in IN_ONE_PROCESS:
        return []
    return [
        Error(
            "Each process counts wrong passwords for itself.",
            hint='CACHES["default"] must be shared by all processes: Redis or the database.',
            id="accounts.E001",
        )
    ]


@register(Tags.security, deploy=True)
def addresses_are_those_of_people(app_configs, **kwargs):
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT or not settings.SECURE_PROXY_SSL_HEADER:
        return []
    return [
        Warning(
            "Everybody behind the reverse proxy seems to come from one address, so one person's wrong tries stop all others.",
            hint="Set TRUSTED_PROXY_COUNT to the number of proxies in front (1 in docker-compose.yml).",
            id="accounts.W002",
        )
    ]
