from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    verbose_name = _("Letters")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from lms.core import letter_words, personal_data

        from . import account_letters, checks, forgetting, kinds, receivers  # noqa: F401 - checks register themselves, receivers listen
        from .gathering import KIND
        from .models import Letter
        from .policies import LettersPolicy

        kinds.register(KIND)
        personal_data.register(forgetting.LETTERS)
        letter_words.register(account_letters.words_of)
        register_permission_policy(Letter, LettersPolicy(Letter))
