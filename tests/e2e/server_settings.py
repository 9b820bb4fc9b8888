"""The site as a real server process under test sees it: the test's own rows."""

import os

from lms.settings.test import *  # noqa: F403 - settings are made this way
from lms.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["SERVER_DATABASE_NAME"]
WHITENOISE_USE_FINDERS = True
REQUIRE_SECOND_FACTOR = False  # it has tests of its own
