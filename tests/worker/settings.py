"""The site as the worker under test sees it: the test's own rows, a real broker, a real mail server, and faults on demand."""

import os

from lms.settings.test import *  # noqa: F403 - settings are made this way
from lms.settings.test import CACHES, DATABASES, STORAGES, VAR_DIR

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE_NAME"]
CELERY_TASK_ALWAYS_EAGER = False
CELERY_IMPORTS = ["tests.worker.faults"]
EMAIL_BACKEND = "lms.core.mail.SmtpBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["WORKER_SMTP_PORT"])
EMAIL_TIMEOUT = 60  # the post office keeps clients waiting for one another
CACHES["lessons"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": VAR_DIR / "said",
}  # the test reads it too
STORAGES = {
    **STORAGES,
    "private": {"BACKEND": "tests.worker.faults.FaultyStorage", "OPTIONS": {"location": VAR_DIR / "private", "base_url": None}},
}
