"""The embedded default that `make run` starts: no server needed, the demo's people, letters kept as files."""

from .base import *
from .base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = "only-for-development-" * 3
IS_DEMO = True
REQUIRE_SECOND_FACTOR = False
STATIC_ROOT = None  # nothing is collected: files are served from where they are
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
EMAIL_BACKEND = "lms.core.mail.FileBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
