from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranscriptsConfig(AppConfig):
    name = "courses.transcripts"
    verbose_name = _("Records")

    def ready(self) -> None:
        from lms.core import personal_data

        from .forgetting import RECORD_LINKS

        personal_data.register(RECORD_LINKS)
