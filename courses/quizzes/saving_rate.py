"""How often answers may be saved, and attempts begun."""

from django.conf import settings

TOO_OFTEN = ("quiz_save", lambda: settings.QUIZ_RATE_LIMITS["save"])
