from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuthoringConfig(AppConfig):
    name = "courses.authoring"
    verbose_name = _("Course folders")

    def ready(self) -> None:
        from cms.translations import sections

        from .translation_rows import SECTION

        sections.register(SECTION)
