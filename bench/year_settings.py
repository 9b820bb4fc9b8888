"""For the simulated year: the site's own code on rows in memory. Letters are written, and kept by the process."""

from .settings import *

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT, CELERY_BROKER_TRANSPORT_OPTIONS = "memory://", "memory", {}
CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in CACHES}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
