from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrialsConfig(AppConfig):
    name = "courses.trials"
    verbose_name = _("Trial reviews")

    def ready(self) -> None:
        from courses.mentorship import desk_places, readiness
        from lms.accounts.models import Role
        from lms.core import personal_data

        from .condition import TRIALS
        from .personal_data import TRIAL_REVIEWS

        readiness.register(TRIALS)
        desk_places.register(desk_places.DeskPlace(name="mentor_trials", title=_("Trial reviews"), roles=(Role.MENTOR,)))
        personal_data.register(TRIAL_REVIEWS)
