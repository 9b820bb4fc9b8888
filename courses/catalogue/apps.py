from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from wagtail.models import AbstractPage, Page
        from wagtail.permissions import register_permission_policy

        from cms.pages import home_content
        from cms.translations import own_sections
        from lms.accounts.models import ScopeKind
        from lms.accounts.scopes import Scope, register

        from . import (
            presenter,
            receivers,  # noqa: F401 - connects itself to the signals of pages
            views,
        )
        from .models import CatalogueIndexPage
        from .page_policy import PagesPolicy

        register(Scope(kind=ScopeKind.COURSE, model="catalogue.Course", within={ScopeKind.ORGANISATION: ["owner"]}))
        register_permission_policy(AbstractPage, PagesPolicy(Page))
        presenter.register("catalogue", views.catalogue)
        own_sections.add_page_type(CatalogueIndexPage)
        home_content.register("course_cards", views.courses_on_the_home_page)
