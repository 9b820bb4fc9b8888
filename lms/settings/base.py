"""What is the same everywhere. Two ways to run, one code: without an address for PostgreSQL or Redis the site is *embedded*
(SQLite, files, a broker that needs no server); with them it is ready for a region. Nothing below the settings knows which."""

from pathlib import Path
from zoneinfo import available_timezones

import environ
from kombu import Queue

from .beat import CELERY_BEAT_SCHEDULE  # noqa: F401 - a setting

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env("WORKBOOK_VAR", default=str(BASE_DIR / "var")))
REDIS_URL = env("REDIS_URL", default="")

# People and places
SITE_NAME = "Workbook"
BASE_URL = env("BASE_URL", default="http://localhost:8000")
WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
IS_DEMO = False
REQUIRE_SECOND_FACTOR = True

INSTALLED_APPS = [
    "lms.demo",
    "lms.indicators",
    "courses.finding",
    "courses.time_machine",
    "courses.authoring",
    "courses.changes",
    "courses.player",
    "courses.moderation",
    "courses.proofreading",
    "courses.writing",
    "courses.transcripts",
    "courses.certificates",
    "courses.meetings",
    "courses.supervision",
    "courses.trials",
    "courses.mentorship",
    "courses.consultations",
    "courses.internships",
    "courses.quizzes",
    "courses.workbook",
    "courses.competences",
    "courses.enrolment",
    "courses.catalogue",
    "cms.guides",
    "cms.navigation",
    "cms.translations",
    "cms.pages",
    "cms.blocks",
    "cms.media",
    "lms.network",
    "lms.calendars",
    "lms.notifications",
    "lms.accounts",
    "lms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "lms.accounts.apps.PeopleAdminConfig",  # wagtail.users with our own pages
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.core.security.BrowserRulesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.core.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.accounts.middleware.TimeZoneMiddleware",
    "lms.accounts.middleware.NothingStaysMiddleware",
    "lms.accounts.middleware.KeptFormsMiddleware",
    "lms.accounts.middleware.SecondFactorMiddleware",
    "lms.core.security.UnstorableMiddleware",
    "cms.pages.gatekeeper.GateMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

if env.bool("COMPRESS", default=True):  # off where a proxy in front does it
    MIDDLEWARE.insert(0, "django.middleware.gzip.GZipMiddleware")

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
ASGI_APPLICATION = "lms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.core.context_processors.site",
            ],
        },
    }
]

# What browsers may do with a page: nothing inline, nothing from another host. Under /admin/ a little more (lms.core.security).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
CSRF_FAILURE_VIEW = "lms.core.views.form_expired"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Rows
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches: "default" is shared by all processes (rate limits live there), "lessons" holds rendered lesson bodies
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "lms.core.redis_cache.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "d"},
        "lessons": {"BACKEND": "lms.core.redis_cache.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "l"},
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
        "lessons": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "TIMEOUT": 7 * 24 * 3600,
            "OPTIONS": {"MAX_ENTRIES": 5000},
        },
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Renditions are fetched with their pictures and stand in kept lesson bodies: asking a cache for each would cost more than it saves
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lms.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_learning"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60

# Sign-up, sign-in by password or e-mailed code (docs/decisions/0003-sign-in.md)
ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "lms.accounts.forms.SignInForm",
    "signup": "lms.accounts.forms.SignUpForm",
    "request_login_code": "lms.accounts.forms.RequestCodeForm",
    "confirm_login_code": "lms.accounts.forms.ConfirmCodeForm",
    "reset_password": "lms.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "lms.accounts.forms.NewPasswordAfterResetForm",
    "change_password": "lms.accounts.forms.ChangePasswordForm",
    "set_password": "lms.accounts.forms.SetPasswordForm",
    "add_email": "lms.accounts.forms.ChangeAddressForm",
    "reauthenticate": "lms.accounts.forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6}  # digits: the keyboard may be Cyrillic
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 14
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {  # a class of twenty sits behind one address
    "signup": "30/m/ip",
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "30/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
}
QUIZ_RATE_LIMITS = {"save": "120/m", "start": "30/h"}  # for each person: nobody who answers a quiz comes near
VERIFY_RATE_LIMITS = {"look_up": "30/m", "list": "10/m,60/h", "unknown": "300/h/ip,1000/d/ip"}  # unknown: not ours, also in lists
SEARCH_RATE_LIMIT = "60/m,1000/h"  # a class of twenty behind one address looks something up
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# The second factor: an app that shows codes, and codes on paper
MFA_ADAPTER = "lms.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "lms.accounts.forms.SecondFactorForm",
    "reauthenticate": "lms.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "lms.accounts.forms.ActivateAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # old phones have clocks of their own

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [  # Wagtail has forty more, with nothing of ours
    ("en", "English"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("bg", "Български"),
    ("cs", "Čeština"),
]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
# What Wagtail says in English only, and what Django writes otherwise than the language does
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale-wagtail", BASE_DIR / "locale-django"]
USE_I18N = True
FORMAT_MODULE_PATH = ["lms.formats"]
WAGTAIL_I18N_ENABLED = True
TRANSLATOR = env("TRANSLATOR", default="cms.translations.machine.NoTranslator")  # a class that suggests translations: docs/translating.md
TIME_ZONE = "UTC"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
GUIDES = BASE_DIR / "docs" / "guides"
GUIDE_PICTURES = BASE_DIR / "docs" / "img" / "guides"
STATICFILES_DIRS: list = [BASE_DIR / "static", ("guides", GUIDE_PICTURES)]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
BADGE_SIGNING_KEY = env("BADGE_SIGNING_KEY", default="")  # docs/open-badges.md; empty: made when first needed, kept in this folder
BADGE_KEYS = Path(env("BADGE_KEYS", default=str(PRIVATE_ROOT / "keys")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a proposal of mentors asks three things for each learner of a cohort

# Letters
EMAIL_BACKEND = "lms.core.mail.SmtpBackend"
EMAIL_TIMEOUT = 20
EMAIL_PROVIDER = ""  # instead of a mail server: lms.core.providers
ANYMAIL: dict = {}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Workbook <workbook@localhost>")
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="")  # letters return to name+…@host, so that it is known which one came back
BOUNCE_MAILBOX = env("BOUNCE_MAILBOX", default="")  # where they wait to be read: imaps://name:password@host/INBOX
LETTERS_PER_MINUTE = env.int("LETTERS_PER_MINUTE", default=60)  # until the back office says otherwise

# What went wrong, on the console: the launcher, Docker and systemd keep it
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {"kombu.connection": {"level": "ERROR"}},  # it warns that a broker of files has no host name
}

# Later: Celery
CELERY_BROKER_URL = env("BROKER_URL", default=REDIS_URL) or "filesystem://"
if CELERY_BROKER_URL == "filesystem://":
    CELERY_BROKER_TRANSPORT = "lms.core.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker" / "queue"),
        "data_folder_out": str(VAR_DIR / "broker" / "queue"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "processed_folder": str(VAR_DIR / "broker" / "processed"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
    for folder in ["queue", "control", "processed"]:  # the transport does not make them
        (VAR_DIR / "broker" / folder).mkdir(parents=True, exist_ok=True)
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}  # see lms.celery.Nudge
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue("default"), Queue("letters"), Queue("certificates"), Queue("regrades")]  # a worker takes turns between them
CELERY_TASK_ROUTES = {
    "lms.accounts.tasks.forget_kept_forms": {"queue": "default"},
    "lms.notifications.tasks.hand_over_letter": {"queue": "letters"},
    "lms.notifications.tasks.sweep_letters": {"queue": "default"},
    "lms.notifications.tasks.read_bounces": {"queue": "default"},
    "courses.enrolment.tasks.post_weekly": {"queue": "default"},
    "courses.enrolment.tasks.post_letters_to_the_silent": {"queue": "default"},
    "courses.enrolment.tasks.expire_invitations": {"queue": "default"},
    "courses.enrolment.tasks.send_invitations": {"queue": "default"},
    "courses.enrolment.tasks.sweep_invitation_lists": {"queue": "default"},
    "courses.enrolment.tasks.post_deadline_letters": {"queue": "default"},
    "courses.enrolment.tasks.complete_due_courses": {"queue": "default"},
    "courses.enrolment.tasks.complete_course": {"queue": "default"},
    "courses.certificates.tasks.issue_certificate": {"queue": "certificates"},
    "courses.certificates.tasks.sweep_certificates": {"queue": "default"},
    "courses.certificates.tasks.post_expiry_letters": {"queue": "default"},
    "courses.certificates.tasks.run_print": {"queue": "certificates"},
    "courses.certificates.tasks.sweep_prints": {"queue": "default"},
    "courses.certificates.tasks.remove_old_prints": {"queue": "default"},
    "courses.mentorship.tasks.keep_promises": {"queue": "default"},
    "courses.mentorship.tasks.close_submissions": {"queue": "default"},
    "courses.supervision.tasks.draw_monthly_samples": {"queue": "default"},
    "courses.supervision.tasks.post_supervision_letters": {"queue": "default"},
    "courses.consultations.tasks.post_consultation_letters": {"queue": "default"},
    "courses.meetings.tasks.post_meeting_letters": {"queue": "default"},
    "courses.mentorship.tasks.post_weeks_of_coordinators": {"queue": "default"},
    "courses.quizzes.tasks.end_attempt": {"queue": "default"},
    "courses.quizzes.tasks.sweep_attempts": {"queue": "default"},
    "courses.quizzes.tasks.run_regrade": {"queue": "regrades"},
    "courses.quizzes.tasks.sweep_regrades": {"queue": "default"},
    "courses.quizzes.tasks.sweep_question_uploads": {"queue": "default"},
    "cms.pages.tasks.post_moderation_letters": {"queue": "default"},
    "cms.translations.tasks.follow_source": {"queue": "default"},
    "cms.translations.tasks.sweep_sources": {"queue": "default"},
    "cms.pages.tasks.publish_scheduled": {"queue": "default"},
    "cms.pages.tasks.let_live": {"queue": "default"},
    "cms.pages.tasks.take_off": {"queue": "default"},
    "lms.indicators.tasks.count_figures": {"queue": "default"},
    "courses.finding.tasks.read_new_drafts": {"queue": "default"},
    "courses.authoring.tasks.weigh_new_lessons": {"queue": "default"},
    "courses.authoring.tasks.make_edition": {"queue": "default"},
    "courses.authoring.tasks.run_folder_import": {"queue": "default"},
    "courses.authoring.tasks.run_folder_export": {"queue": "default"},
    "courses.authoring.tasks.sweep_authoring": {"queue": "default"},
    "courses.authoring.tasks.sweep_course_files": {"queue": "default"},
}

# Wagtail
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a page that nobody has translated yet is a draft, whatever its source is
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.changes.approved.finish_workflow"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # what was read is what goes live: docs/decisions/0020-moderation.md
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # addresses and passwords are changed in the profile, where the second factor is asked for
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_USER_TIME_ZONES = sorted(name for name in available_timezones() if "/" in name)  # not "localtime", which browsers refuse
WAGTAILUSERS_PASSWORD_ENABLED = False  # nobody knows another's password: a new colleague asks for a code or a new password
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
TASKS = {"default": {"BACKEND": "lms.core.indexing.AtOnceOrKeptBack"}}  # Wagtail's indexes; everything else is Celery's
FORMS_URLFIELD_ASSUME_HTTPS = True
SILENCED_SYSTEM_CHECKS: list[str] = []
