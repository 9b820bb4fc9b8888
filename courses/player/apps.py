from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlayerConfig(AppConfig):
    name = "courses.player"
    verbose_name = _("Lessons")

    def ready(self) -> None:
        from courses.catalogue import presenter

        from . import views

        presenter.register("course", views.course)
        presenter.register("module", views.module)
        presenter.register("lesson", views.lesson)
