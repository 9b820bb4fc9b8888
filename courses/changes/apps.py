from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "courses.changes"
    verbose_name = _("Changes of running courses")

    def ready(self) -> None:
        from cms.pages import going_live

        from .gate import is_it_looked_at

        going_live.ask_before(is_it_looked_at, order=going_live.LOOKED_AT)
