from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from . import views


class CoursesMenuItem(MenuItem):
    """Straight to the courses: editors are here for nothing else."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"})


@hooks.register("register_admin_urls")
def courses_url():
    return [path("courses/", views.explore_courses, name="explore_courses")]


@hooks.register("register_admin_menu_item")
def courses_menu_item():
    return CoursesMenuItem(_("Courses"), reverse("explore_courses"), name="courses", icon_name="clipboard-list", order=90)
