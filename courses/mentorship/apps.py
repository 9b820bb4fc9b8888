from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorshipConfig(AppConfig):
    name = "courses.mentorship"
    verbose_name = _("Mentorship")
