from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InternshipsConfig(AppConfig):
    name = "courses.internships"
    verbose_name = _("Internships")

    def ready(self) -> None:
        from courses.enrolment import confirmed_hours
        from lms.core import personal_data

        from .hours import confirmed_minutes
        from .personal_data import PRACTICE

        confirmed_hours.register(confirmed_minutes)
        personal_data.register(PRACTICE)
