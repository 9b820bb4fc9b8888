from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrialsConfig(AppConfig):
    name = "courses.trials"
    verbose_name = _("Trial reviews")
