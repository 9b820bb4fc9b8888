from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "courses.enrolment"
    verbose_name = _("Enrolment")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from lms.accounts.models import ScopeKind
        from lms.accounts.scopes import Scope, register
        from lms.core import personal_data
        from lms.notifications import kinds, rules

        from . import deadlines, endings, invitation_letters, letters, nudges, receivers, weekly  # noqa: F401 - `receivers` connects what hears signals
        from .letters import learners_looked_after_by
        from .models import Cohort
        from .personal_data import INVITATIONS
        from .policies import CohortsPolicy

        register_permission_policy(Cohort, CohortsPolicy(Cohort))
        rules.register(learners_looked_after_by)
        for kind in (*letters.KINDS, *weekly.KINDS, *nudges.KINDS, *deadlines.KINDS, *endings.KINDS, *invitation_letters.KINDS):
            kinds.register(kind)
        personal_data.register(INVITATIONS)
        register(
            Scope(
                kind=ScopeKind.COHORT,
                model="enrolment.Cohort",
                within={ScopeKind.COURSE: ["course"], ScopeKind.ORGANISATION: ["owner", "course__owner"]},
            )
        )
