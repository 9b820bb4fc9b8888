from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "courses.meetings"
    verbose_name = _("Supervision meetings")

    def ready(self) -> None:
        from courses.internships import occasions
        from courses.mentorship import desk_places
        from lms.calendars import sources
        from lms.core import personal_data
        from lms.notifications import kinds

        from . import receivers  # noqa: F401 - connects what hears signals
        from .calendar import entries_of
        from .letters import KINDS
        from .occasions import meetings_of_closings
        from .personal_data import MEETINGS
        from .rules import COMERS

        desk_places.register(desk_places.DeskPlace(name="mentor_meetings", title=_("Meetings"), roles=COMERS, order=65, is_daily=True))
        occasions.register(meetings_of_closings)
        sources.register("meetings", entries_of)
        personal_data.register(MEETINGS)
        for kind in KINDS:
            kinds.register(kind)
