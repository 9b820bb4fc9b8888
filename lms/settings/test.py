"""Tests: fast hashing, letters in memory, tasks run where they are called, caches as production has them (not in the database)."""

import hashlib
import os

from .base import *
from .base import CACHES, DATABASES, REDIS_URL, STORAGES, VAR_DIR

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # each worker has files and caches of its own
TEST_DIR = VAR_DIR / f"test{WORKER}"


def numbered(url: str, worker: str) -> str:
    """A Redis database of its own for each worker: clearing a cache empties the whole database."""
    server, _, number = url.rpartition("/")
    return f"{server}/{int(number) + int(worker.removeprefix('gw') or 0)}"


SECRET_KEY = "only-for-tests-" * 4
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LETTERS_PER_MINUTE = 60_000
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

# A file, so that --reuse-db can find it again; on a server a name that two checkouts do not share
is_file = DATABASES["default"]["ENGINE"].endswith("sqlite3")
checkout = hashlib.sha256(str(VAR_DIR).encode()).hexdigest()[:8]
DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3" if is_file else f"test_workbook_{checkout}"}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
for name, cache in CACHES.items():
    if REDIS_URL:
        cache["LOCATION"] = numbered(REDIS_URL, WORKER)
    else:
        CACHES[name] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}

MEDIA_ROOT = TEST_DIR / "media"
PRIVATE_ROOT = TEST_DIR / "private"
BADGE_KEYS = PRIVATE_ROOT / "keys"
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_ROOT
WHITENOISE_AUTOREFRESH = True  # reads no folder at start
