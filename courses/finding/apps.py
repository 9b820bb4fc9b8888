from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    name = "courses.finding"
    verbose_name = _("Search")

    def ready(self) -> None:
        from . import receivers  # noqa: F401 - connects itself to the signals of pages
