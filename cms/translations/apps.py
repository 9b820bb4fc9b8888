from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationsConfig(AppConfig):
    name = "cms.translations"
    verbose_name = _("Translations")

    def ready(self) -> None:
        from . import (
            own_sections,
            receivers,  # noqa: F401 - connects itself to the signal of published pages
            sections,
        )

        for section in own_sections.SECTIONS:
            sections.register(section)
