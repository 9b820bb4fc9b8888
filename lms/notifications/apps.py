from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    verbose_name = _("Letters")

    def ready(self) -> None:
        from lms.core import personal_data

        from . import forgetting

        personal_data.register(forgetting.LETTERS)
