from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from lms.accounts.models import ScopeKind
        from lms.accounts.scopes import Scope, register

        register(Scope(kind=ScopeKind.COURSE, model="catalogue.Course", within={ScopeKind.ORGANISATION: ["owner"]}))
