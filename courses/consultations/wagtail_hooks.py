from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .rules import keeps_somewhere
from .views import office


@hooks.register("register_admin_urls")
def office_urls() -> list:
    return [path("consultations/", office.office_consultations, name="office_consultations")]


class ConsultationsMenuItem(MenuItem):
    def is_shown(self, request):
        return keeps_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def consultations_menu_item():
    return ConsultationsMenuItem(_("Consultations"), reverse("office_consultations"), name="consultations", icon_name="date", order=313)
