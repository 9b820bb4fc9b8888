from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "lms.calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        from lms.core import personal_data

        from .personal_data import CALENDAR

        personal_data.register(CALENDAR)
