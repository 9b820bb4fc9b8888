"""The site that the guides' pictures are taken of: the demo's people, without what only a demo shows, and without a second factor."""

from lms.settings.development import *  # noqa: F403 - settings are made this way

IS_DEMO = False
REQUIRE_SECOND_FACTOR = False
CELERY_TASK_ALWAYS_EAGER = False
WHITENOISE_USE_FINDERS = True
