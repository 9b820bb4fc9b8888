from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetencesConfig(AppConfig):
    name = "courses.competences"
    verbose_name = _("Competences")

    def ready(self) -> None:
        from cms.translations import sections
        from lms.core import personal_data

        from .personal_data import COMPETENCES
        from .translation_rows import SECTION

        personal_data.register(COMPETENCES)
        sections.register(SECTION)
