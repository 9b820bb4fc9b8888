from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "courses.moderation"
    verbose_name = _("Second reading and publishing")

    def ready(self) -> None:
        from cms.pages.going_live import keep_back_when

        from . import receivers, rules

        receivers.connect()
        keep_back_when(rules.must_be_read_first)
