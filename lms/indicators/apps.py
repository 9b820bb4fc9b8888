from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "lms.indicators"
    verbose_name = _("Programme figures")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from lms.core import personal_data

        from .models import Programme
        from .personal_data import FIGURES
        from .policies import ProgrammesPolicy

        personal_data.register(FIGURES)
        register_permission_policy(Programme, ProgrammesPolicy(Programme))
