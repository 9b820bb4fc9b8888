from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from courses.catalogue.models import LessonPage
from courses.quizzes.editors import edits_somewhere

from .actions import SET_ASIDE
from .urls import urlpatterns
from .viewsets import careful_pages


@hooks.register("register_admin_viewset")
def pages_viewsets() -> list:
    return careful_pages()


@hooks.register("register_admin_urls")
def writing_urls() -> list:
    return urlpatterns


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(SET_ASIDE, _("Set aside"), _("Set aside: somebody else had saved meanwhile"))


class TemplatesMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return edits_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def templates_menu_item() -> MenuItem:
    return TemplatesMenuItem(_("Lesson templates"), reverse("lesson_templates"), name="lesson-templates", icon_name="doc-full", order=318)


@hooks.register("register_page_header_buttons")
def lesson_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if view_name != "edit" or page.alias_of_id or page.specific_class is not LessonPage or not page.permissions_for_user(user).can_edit():
        return
    yield Button(_("Copy blocks"), reverse("copy_blocks", args=[page.pk]), icon_name="copy", priority=56)
    yield Button(_("Paste blocks"), reverse("paste_blocks", args=[page.pk]), icon_name="clipboard-list", priority=57)
    yield Button(_("Save as a template"), reverse("save_as_template", args=[page.pk]), icon_name="doc-full", priority=58)
