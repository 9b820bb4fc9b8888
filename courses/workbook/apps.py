from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbookConfig(AppConfig):
    name = "courses.workbook"
    verbose_name = _("Workbook")

    def ready(self) -> None:
        from courses.catalogue import activity_kinds
        from courses.enrolment import signs, slots
        from lms.core import personal_data

        from .kinds import KINDS
        from .personal_data import WORKBOOK
        from .signs import WRITING
        from .slots import fill_exercises

        for kind in KINDS.values():
            activity_kinds.register(activity_kinds.ActivityKind(key=kind.key, block=kind.block, describe=kind.describe))
        slots.register(list(KINDS), fill_exercises)
        signs.register(WRITING)
        personal_data.register(WORKBOOK)
