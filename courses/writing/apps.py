from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    name = "courses.writing"
    verbose_name = _("Writing courses")

    def ready(self) -> None:
        from lms.core import personal_data

        from .personal_data import COPIED_BLOCKS

        personal_data.register(COPIED_BLOCKS)
