"""The production stack on generated data: production settings, a database and a Redis of the bench's own, plain HTTP on this machine."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-the-bench-" * 4)
os.environ.setdefault("BASE_URL", "http://127.0.0.1")
os.environ.setdefault("EMAIL_URL", "dummymail://")

from lms.settings.production import *

ALLOWED_HOSTS = ["127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
REQUIRE_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
QUIZ_RATE_LIMITS = {"save": "1000000/m", "start": "1000000/h"}  # one learner is measured
VERIFY_RATE_LIMITS = {"look_up": "1000000/m", "list": "1000000/m", "unknown": "1000000/h"}  # all verifiers have one address
SEARCH_RATE_LIMIT = "1000000/m"
LETTERS_PER_MINUTE = 60_000
