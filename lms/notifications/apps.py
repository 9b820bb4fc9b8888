from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    verbose_name = _("Letters")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from lms.core import personal_data

        from . import forgetting
        from .models import Letter
        from .policies import LettersPolicy

        personal_data.register(forgetting.LETTERS)
        register_permission_policy(Letter, LettersPolicy(Letter))
