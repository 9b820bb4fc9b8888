from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.core.office_menu import SiteMenuItem

from .rules import keeps_somewhere
from .viewsets import ProgrammeViewSet


class FiguresMenuItem(SiteMenuItem):
    def is_shown(self, request):
        return keeps_somewhere(request.user)


@hooks.register("register_admin_viewset")
def programmes() -> ProgrammeViewSet:
    return ProgrammeViewSet()


@hooks.register("register_admin_menu_item")
def figures_menu_item():
    return FiguresMenuItem(_("Programme figures"), partial(reverse, "figures"), name="figures", icon_name="table", order=314)
