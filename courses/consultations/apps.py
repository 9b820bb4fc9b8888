from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "courses.consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        from courses.enrolment import measures
        from lms.calendars import sources
        from lms.core import personal_data
        from lms.notifications import kinds

        from . import receivers  # noqa: F401 - connects what hears signals
        from .calendar import entries_of
        from .held import HELD
        from .letters import KINDS
        from .personal_data import CONSULTATIONS

        measures.register(HELD)
        sources.register("consultations", entries_of)
        personal_data.register(CONSULTATIONS)
        for kind in KINDS:
            kinds.register(kind)
