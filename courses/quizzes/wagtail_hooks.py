from django.contrib import messages
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from courses.catalogue.models import LessonPage

from .bank_urls import urlpatterns as bank_urlpatterns
from .blocks import shortage
from .choosers import category_chooser, question_chooser
from .editors import questions_edited_by, reads_somewhere
from .graders import watches_somewhere
from .models import Question
from .models.quiz import KIND
from .views import regrades, reports
from .viewsets.banks import BankViewSet
from .viewsets.categories import CategoryViewSet


class QuestionURLFinder(ModelAdminURLFinder):
    """So that the chooser in a lesson leads to the question."""

    edit_url_name = "question"

    def get_edit_url(self, instance: Question) -> str | None:
        if self.user and not questions_edited_by(self.user).filter(pk=instance.pk).exists():
            return None
        return self.construct_edit_url(instance)


register_admin_url_finder(Question, QuestionURLFinder)


class QuizzesMenuItem(MenuItem):
    def is_shown(self, request):
        return watches_somewhere(request.user)


@hooks.register("register_admin_urls")
def report_urls():
    return [
        path("quizzes/", reports.quizzes, name="quiz_reports"),
        path("quizzes/<int:pk>/", reports.statistics, name="quiz_statistics"),
        path("quizzes/<int:pk>/figures.csv", reports.quiz_csv, name="quiz_statistics_csv"),
        path("quizzes/<int:pk>/choices.csv", reports.choices_csv, name="quiz_choices_csv"),
        path("quizzes/<int:pk>/questions/<int:question_id>/", reports.question_statistics, name="quiz_question_statistics"),
        path("quizzes/<int:pk>/regrades/", regrades.quiz_regrades, name="quiz_regrades"),
        path("quizzes/<int:pk>/regrades/<int:regrade_id>/", regrades.quiz_regrade, name="quiz_regrade"),
        path("quizzes/<int:pk>/regrades/<int:regrade_id>/progress/", regrades.regrade_progress, name="quiz_regrade_progress"),
        path("quizzes/<int:pk>/regrades/<int:regrade_id>/decide/", regrades.decide_regrade, name="decide_quiz_regrade"),
    ]


@hooks.register("register_admin_menu_item")
def quizzes_menu_item():
    return QuizzesMenuItem(_("Quizzes"), reverse("quiz_reports"), name="quizzes", icon_name="help", order=315)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_shortages(request, page) -> None:
    """A draft is saved with draws that cannot be met yet, and its editor is told. Not by every saving that Wagtail does by itself."""
    if not request.accepts("text/html") or not isinstance(page.specific, LessonPage):
        return
    for block in page.specific.body:
        for place in block.value["questions"] if block.block_type == KIND else ():
            if place.block_type == "draw" and (words := shortage(place.value)):
                messages.warning(request, f"{block.value['title']}, {place.value['category']}: {words}")


@hooks.register("register_admin_urls")
def bank_urls() -> list:
    return bank_urlpatterns


banks, categories = BankViewSet("question_banks"), CategoryViewSet("question_categories")


@hooks.register("register_admin_viewset")
def viewsets() -> list:
    return [question_chooser, category_chooser, banks, categories]


class QuestionsMenu(SubmenuMenuItem):
    def is_shown(self, request):
        return reads_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def questions_menu_item():
    places = [(_("Questions"), reverse("questions"), "help"), (_("Categories"), reverse("question_categories:index"), "list-ul")]
    places.append((_("Question banks"), reverse("question_banks:index"), "folder-open-inverse"))
    items = [MenuItem(label, url, icon_name=icon, order=number) for number, (label, url, icon) in enumerate(places)]
    return QuestionsMenu(_("Questions"), Menu(items=items), name="questions", icon_name="help", order=314)
