"""Choosing a question or a category in the editor. Only what is in the person's scope is offered, and only that can be chosen."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.blocks.chosen import FetchedOnce
from courses.catalogue.search import matching

from .editors import banks_edited_by, categories_edited_by, questions_edited_by
from .listing import beginning_of, depth_of
from .models import Category, QuestionBank

REFRESH = {"data-chooser-modal-search-filter": True}


class InScope:
    """`rows_for` are the rows that a person may choose."""

    def rows_for(self, person) -> QuerySet:
        raise NotImplementedError

    def get_object_list(self) -> QuerySet:
        return self.rows_for(self.request.user)

    def get_filter_form(self) -> forms.Form:
        return self.get_filter_form_class()(self.request.GET, for_user=self.request.user)

    def get_object(self, pk) -> Any:
        return self.rows_for(self.request.user).get(pk=pk)

    def get_objects(self, pks) -> QuerySet:
        return self.rows_for(self.request.user).filter(pk__in=pks)

    def can_create(self) -> bool:
        return False


class BankFilter(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False)
    bank = forms.ModelChoiceField(
        label=_("Question bank"),
        queryset=QuestionBank.objects.none(),
        required=False,
        empty_label=_("All banks"),
        widget=forms.Select(attrs=REFRESH),
    )

    def __init__(self, *args: Any, for_user, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks_edited_by(for_user)

    def filter(self, objects: QuerySet) -> QuerySet:
        if words := self.cleaned_data["q"]:
            self.is_searching, self.search_query = True, words
            objects = self.search(objects, words)
        if bank := self.cleaned_data["bank"]:
            objects = objects.filter(bank=bank)
        return super().filter(objects)

    def search(self, objects: QuerySet, words: str) -> QuerySet:
        raise NotImplementedError


class CategoryFilter(BankFilter):
    def search(self, objects: QuerySet, words: str) -> QuerySet:
        return objects.filter(path__icontains=words)


class QuestionFilter(BankFilter):
    category = forms.ModelChoiceField(
        label=_("Category, with those below it"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("All categories"),
        widget=forms.Select(attrs=REFRESH),
    )

    def __init__(self, *args: Any, for_user, **kwargs: Any):
        super().__init__(*args, for_user=for_user, **kwargs)
        self.fields["category"].queryset = categories_edited_by(for_user)

    def search(self, objects: QuerySet, words: str) -> QuerySet:
        return matching(objects, words)

    def filter(self, objects: QuerySet) -> QuerySet:
        category = self.cleaned_data["category"]
        return super().filter(objects.filter(category__in=Category.objects.within(category)) if category else objects)


class QuestionsInScope(InScope):
    filter_form_class = QuestionFilter
    results_template_name = "quizzes/admin/choose_question.html"
    ordering = ["bank__name", "category__path", "name", "pk"]

    def rows_for(self, person) -> QuerySet:
        return questions_edited_by(person).live().filter(version__isnull=False).select_related("category", "bank", "version")

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("text", label=_("Text"), accessor=beginning_of),
            Column("type", label=_("Type"), accessor="type_label"),
            Column("category", label=_("Category"), accessor="category"),
            Column("bank", label=_("Question bank"), accessor="bank"),
        ]


class CategoriesInScope(InScope):
    filter_form_class = CategoryFilter
    ordering = ["bank__name", "path", "pk"]
    per_page = 50

    def rows_for(self, person) -> QuerySet:
        return categories_edited_by(person).select_related("bank")

    @property
    def columns(self) -> list[Column]:
        title = self.title_column
        title.accessor = lambda category: f"{'— ' * depth_of(category)}{category.name}"
        return [title, Column("path", label=_("Path")), Column("bank", label=_("Question bank"))]


class ChooseQuestions(QuestionsInScope, chooser.ChooseView):
    pass


class QuestionResults(QuestionsInScope, chooser.ChooseResultsView):
    pass


class ChosenQuestion(QuestionsInScope, chooser.ChosenView):
    pass


class ChosenQuestions(QuestionsInScope, chooser.ChosenMultipleView):
    pass


class ChooseCategories(CategoriesInScope, chooser.ChooseView):
    pass


class CategoryResults(CategoriesInScope, chooser.ChooseResultsView):
    pass


class ChosenCategory(CategoriesInScope, chooser.ChosenView):
    pass


class ChosenCategories(CategoriesInScope, chooser.ChosenMultipleView):
    pass


class QuestionChooserViewSet(ChooserViewSet):
    model = "quizzes.Question"
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    edit_item_text = _("Edit this question")
    choose_view_class = ChooseQuestions
    choose_results_view_class = QuestionResults
    chosen_view_class = ChosenQuestion
    chosen_multiple_view_class = ChosenQuestions
    base_block_class = FetchedOnce


class CategoryChooserViewSet(ChooserViewSet):
    model = "quizzes.Category"
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a category")
    choose_another_text = _("Choose another category")
    edit_item_text = _("Edit this category")
    choose_view_class = ChooseCategories
    choose_results_view_class = CategoryResults
    chosen_view_class = ChosenCategory
    chosen_multiple_view_class = ChosenCategories
    base_block_class = FetchedOnce
    register_widget = False  # forms of the bank itself choose from a list


question_chooser = QuestionChooserViewSet("question_chooser", url_prefix="question-chooser")
category_chooser = CategoryChooserViewSet("question_category_chooser", url_prefix="question-category-chooser")

QuestionChooserBlock = question_chooser.get_block_class(name="QuestionChooserBlock", module_path="courses.quizzes.choosers")
CategoryChooserBlock = category_chooser.get_block_class(name="CategoryChooserBlock", module_path="courses.quizzes.choosers")
