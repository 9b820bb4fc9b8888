from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InternshipsConfig(AppConfig):
    name = "courses.internships"
    verbose_name = _("Internships")

    def ready(self) -> None:
        from lms.core import personal_data

        from .personal_data import PRACTICE

        personal_data.register(PRACTICE)
