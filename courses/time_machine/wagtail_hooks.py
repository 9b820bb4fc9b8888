from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.enrolment.wagtail_hooks import KeepersMenuItem

from .views import time_machine, time_machine_lesson, time_machine_of_cohort


@hooks.register("register_admin_urls")
def time_machine_urls() -> list:
    return [
        path("time-machine/", time_machine, name="time_machine"),
        path("time-machine/<int:pk>/", time_machine_of_cohort, name="time_machine_of_cohort"),
        path("time-machine/<int:pk>/lesson/<int:lesson_id>/", time_machine_lesson, name="time_machine_lesson"),
    ]


@hooks.register("register_admin_menu_item")
def time_machine_menu_item() -> MenuItem:
    return KeepersMenuItem(_("Time machine"), reverse("time_machine"), name="time-machine", icon_name="history", order=312)


@hooks.register("register_log_actions")
def log_of_time_machine(actions: Any) -> None:
    actions.register_action("workbook.time_machine", _("Time machine"), _("Looked at the course as a learner sees it"))
