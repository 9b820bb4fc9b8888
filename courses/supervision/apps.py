from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "courses.supervision"
    verbose_name = _("Supervision")

    def ready(self) -> None:
        from courses.mentorship import desk_places, kept_back
        from lms.core import personal_data
        from lms.notifications import kinds

        from .blind import page_instead, reviews_kept_from
        from .desk import PLACES
        from .letters import KINDS
        from .personal_data import SUPERVISION

        kept_back.register(kept_back.Keeping(reviews=reviews_kept_from, page=page_instead))
        personal_data.register(SUPERVISION)
        for place in PLACES:
            desk_places.register(place)
        for kind in KINDS:
            kinds.register(kind)
