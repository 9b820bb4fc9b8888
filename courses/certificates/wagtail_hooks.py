from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .design.editors import designs_somewhere
from .design.urls import urlpatterns as template_urlpatterns
from .name_viewsets import NameRequestViewSet
from .printing.urls import urlpatterns as print_urlpatterns
from .viewsets import CertificateViewSet


class TemplatesMenuItem(MenuItem):
    def is_shown(self, request):
        return designs_somewhere(request.user)


@hooks.register("register_admin_viewset")
def certificates() -> CertificateViewSet:
    return CertificateViewSet()


@hooks.register("register_admin_urls")
def template_urls() -> list:
    return [*template_urlpatterns, *print_urlpatterns]


@hooks.register("register_admin_menu_item")
def templates_menu_item():
    return TemplatesMenuItem(
        _("Certificate templates"), reverse("certificate_templates"), name="certificate-templates", icon_name="doc-full", order=321
    )


@hooks.register("register_admin_viewset")
def names_asked_for() -> NameRequestViewSet:
    return NameRequestViewSet()
