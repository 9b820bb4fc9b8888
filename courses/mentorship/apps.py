from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorshipConfig(AppConfig):
    name = "courses.mentorship"
    verbose_name = _("Mentorship")

    def ready(self) -> None:
        from lms.notifications import kinds

        from . import desk_letters, letters

        for kind in (*letters.KINDS, *desk_letters.KINDS):
            kinds.register(kind)
