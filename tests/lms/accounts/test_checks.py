from lms.accounts.checks import addresses_are_those_of_people, rate_limits_are_shared, second_factor_is_required


def ids(messages) -> list[str]:
    return [message.id for message in messages]


def test_a_real_site_requires_a_second_factor(settings):
    settings.IS_DEMO, settings.REQUIRE_SECOND_FACTOR = False, False
    assert ids(second_factor_is_required(None)) == ["accounts.W001"]

    settings.REQUIRE_SECOND_FACTOR = True
    assert second_factor_is_required(None) == []


def test_wrong_passwords_are_counted_together(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert ids(rate_limits_are_shared(None)) == ["accounts.E001"]

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}}
    assert rate_limits_are_shared(None) == []


def test_a_proxy_in_front_is_named(settings):
    settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT = ("HTTP_X_FORWARDED_PROTO", "https"), 0
    assert ids(addresses_are_those_of_people(None)) == ["accounts.W002"]

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert addresses_are_those_of_people(None) == []
