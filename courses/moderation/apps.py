from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "courses.moderation"
    verbose_name = _("Second reading and publishing")

    def ready(self) -> None:
        from cms.pages import going_live
        from courses.writing.answers import Words, tell_of_answers

        from . import elsewhere, receivers, rules, unread, wording

        receivers.connect()
        tell_of_answers(Words(followed=wording.what_followed, closed=wording.why_closed))
        going_live.keep_back_when(rules.must_be_read_first)
        going_live.ask_before(unread.is_it_read, order=going_live.READ)
        going_live.ask_before_moving(elsewhere.does_it_stay_in_its_course)
