from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InternshipsConfig(AppConfig):
    name = "courses.internships"
    verbose_name = _("Internships")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from courses.competences import evidence
        from courses.enrolment import measures, signs
        from lms.core import personal_data
        from lms.notifications import kinds

        from .evidence import DAYS
        from .hours import HOURS
        from .letters import KINDS
        from .models import Placement
        from .personal_data import PRACTICE
        from .policies import PlacementsPolicy
        from .signs import PRACTICE_LOG

        signs.register(PRACTICE_LOG)
        measures.register(HOURS)
        evidence.register(DAYS)
        personal_data.register(PRACTICE)
        register_permission_policy(Placement, PlacementsPolicy(Placement))
        for kind in KINDS:
            kinds.register(kind)
