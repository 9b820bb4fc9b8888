from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from lms.accounts.models import ScopeKind
        from lms.accounts.scopes import Scope, register

        from . import receivers  # noqa: F401 - connects itself to the signals of pages

        register(Scope(kind=ScopeKind.COURSE, model="catalogue.Course", within={ScopeKind.ORGANISATION: ["owner"]}))
