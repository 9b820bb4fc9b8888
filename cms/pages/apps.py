from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "cms.pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from lms.notifications import kinds

        from . import commenting, gatekeeper, moderation, receivers

        receivers.connect()
        gatekeeper.connect()
        for letter in [*moderation.KINDS, commenting.KIND]:
            kinds.register(letter)
