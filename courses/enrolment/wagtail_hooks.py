from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .rules import keeps_cohorts_somewhere
from .views.completion_rules import completion_rule, completion_rules
from .viewsets import CohortViewSet


class KeepersMenuItem(MenuItem):
    def is_shown(self, request):
        return keeps_cohorts_somewhere(request.user)


@hooks.register("register_admin_viewset")
def cohorts() -> CohortViewSet:
    return CohortViewSet()


@hooks.register("register_admin_urls")
def rule_urls() -> list:
    return [
        path("completion/", completion_rules, name="completion_rules"),
        path("completion/<int:pk>/", completion_rule, name="completion_rule"),
    ]


@hooks.register("register_admin_menu_item")
def rules_menu_item() -> MenuItem:
    return KeepersMenuItem(_("Completion rules"), reverse("completion_rules"), name="completion-rules", icon_name="success", order=311)
