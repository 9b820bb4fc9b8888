from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from courses.quizzes.editors import reads_somewhere

from .choosers import rubric_chooser
from .models import Rubric
from .office_urls import urlpatterns as office_urlpatterns
from .policies import RubricsPolicy
from .rubric_urls import urlpatterns as rubric_urlpatterns
from .rules import pairs_somewhere, watches_somewhere


class RubricURLFinder(ModelAdminURLFinder):
    """So that the chooser in a lesson leads to the rubric."""

    permission_policy = RubricsPolicy(Rubric)
    edit_url_name = "rubric"


register_admin_url_finder(Rubric, RubricURLFinder)


class RubricsMenuItem(MenuItem):
    def is_shown(self, request):
        return reads_somewhere(request.user)


@hooks.register("register_admin_viewset")
def viewsets() -> list:
    return [rubric_chooser]


@hooks.register("insert_editor_js")
def exercises_by_title():
    return format_html('<script src="{}" type="module"></script>', static("js/admin/exercises.js"))


@hooks.register("register_admin_urls")
def rubric_urls() -> list:
    return rubric_urlpatterns


@hooks.register("register_admin_menu_item")
def rubrics_menu_item():
    return RubricsMenuItem(_("Rubrics"), reverse("rubrics"), name="rubrics", icon_name="list-ol", order=316)


class PairingMenuItem(MenuItem):
    def is_shown(self, request):
        return pairs_somewhere(request.user)


class MentorsMenu(SubmenuMenuItem):
    def is_shown(self, request):
        return watches_somewhere(request.user)


@hooks.register("register_admin_urls")
def office_urls() -> list:
    return office_urlpatterns


@hooks.register("register_admin_menu_item")
def mentors_menu_item():
    items = [
        PairingMenuItem(_("Mentors and learners"), reverse("pairing_cohorts"), icon_name="group", order=1),
        MenuItem(_("Requests and reports"), reverse("mentor_requests"), icon_name="mail", order=2),
        MenuItem(_("Reviews in figures"), reverse("review_figures"), icon_name="table", order=3),
    ]
    menu = Menu(register_hook_name="register_mentoring_menu_item", items=items)  # higher apps add theirs
    return MentorsMenu(_("Mentoring"), menu, name="mentoring", icon_name="group", order=312)
