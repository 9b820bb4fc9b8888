from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .editors import reads_somewhere
from .office_urls import urlpatterns
from .rules import watches_somewhere


class FrameworksMenuItem(MenuItem):
    def is_shown(self, request):
        return reads_somewhere(request.user)


class CohortsMenuItem(MenuItem):
    def is_shown(self, request):
        return watches_somewhere(request.user)


@hooks.register("register_admin_urls")
def office_urls() -> list:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def competences_menu_item():
    items = [
        FrameworksMenuItem(_("Frameworks"), reverse("frameworks"), icon_name="list-ul", order=1),
        CohortsMenuItem(_("How far learners have come"), reverse("competence_cohorts"), icon_name="table", order=2),
    ]
    return SubmenuMenuItem(_("Competences"), Menu(items=items), name="competences", icon_name="list-ul", order=317)
