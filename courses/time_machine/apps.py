from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimeMachineConfig(AppConfig):
    name = "courses.time_machine"
    verbose_name = _("Time machine")
