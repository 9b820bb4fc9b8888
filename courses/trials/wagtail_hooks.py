from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.mentorship.rules import watches_somewhere
from courses.quizzes.editors import reads_somewhere

from .office_urls import urlpatterns


class ExamplesMenuItem(MenuItem):
    def is_shown(self, request):
        return reads_somewhere(request.user)


class TrialsMenuItem(MenuItem):
    def is_shown(self, request):
        return watches_somewhere(request.user)


@hooks.register("register_admin_urls")
def office_urls() -> list:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def examples_menu_item():
    return ExamplesMenuItem(_("Prepared examples"), reverse("examples"), name="examples", icon_name="form", order=317)


@hooks.register("register_mentoring_menu_item")
def trials_menu_item():
    return TrialsMenuItem(_("Trial reviews"), reverse("trial_mentors"), name="trial-reviews", icon_name="clipboard-list", order=4)
