from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    name = "courses.finding"
    verbose_name = _("Search")

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from courses.quizzes import placed_elsewhere

        from . import receivers  # noqa: F401 - connects itself to the signals of pages
        from .models import Source
        from .usage.questions import placed_in_drafts

        ReferenceIndex.register_model(Source)
        placed_elsewhere.register(placed_in_drafts)
