from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from courses.catalogue.models import CoursePage

from .board.rules import course_pages_of, has_boards
from .board.urls import urlpatterns


class CoursesMenuItem(MenuItem):
    """Straight to the courses: editors are here for nothing else."""

    def is_shown(self, request):
        return has_boards(request.user)


@hooks.register("register_admin_urls")
def board_urls() -> list:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def courses_menu_item() -> MenuItem:
    return CoursesMenuItem(_("Courses"), reverse("course_boards"), name="courses", icon_name="clipboard-list", order=90)


@hooks.register("register_page_header_buttons")
def board_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """From the page of a course to its board."""
    if page.specific_class is CoursePage and (source := course_pages_of(user).filter(translation_key=page.translation_key).first()):
        yield Button(_("Course board"), reverse("course_board", args=[source.pk]), icon_name="clipboard-list", priority=50)
