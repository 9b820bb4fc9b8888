"""For real: secrets from the environment, HTTPS only, staff with a second factor. Each variable: docs/running.md."""

from urllib.parse import urlsplit

from lms.core.providers import provider_settings

from .base import *
from .base import EMAIL_BACKEND, INSTALLED_APPS, STORAGES, env

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
BASE_URL = WAGTAILADMIN_BASE_URL = env("BASE_URL").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname])

# One reverse proxy in front speaks HTTPS with people and tells us so
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
if provider := env("EMAIL_PROVIDER", default=""):
    vars().update(provider_settings(provider, env))
    INSTALLED_APPS = [*INSTALLED_APPS, "anymail"]
else:
    vars().update(env.email("EMAIL_URL"))
    EMAIL_BACKEND = "lms.core.mail.SmtpBackend" if EMAIL_BACKEND.endswith("smtp.EmailBackend") else EMAIL_BACKEND
