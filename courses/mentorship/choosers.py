"""Choosing a rubric in the editor. Only what is in the person's scope is offered, and only that can be chosen."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.blocks.chosen import FetchedOnce
from courses.quizzes.choosers import InScope

from .rubric_editors import rubrics_seen_by
from .rubric_listing import criteria_words, having_words, whose_words


class RubricFilter(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False)

    def __init__(self, *args: Any, for_user, **kwargs: Any):
        super().__init__(*args, **kwargs)

    def filter(self, objects: QuerySet) -> QuerySet:
        if words := self.cleaned_data["q"]:
            self.is_searching, self.search_query = True, words
            objects = having_words(objects, words)
        return super().filter(objects)


class RubricsInScope(InScope):
    filter_form_class = RubricFilter
    ordering = ["slug", "pk"]

    def rows_for(self, person) -> QuerySet:
        return rubrics_seen_by(person).live().filter(versions__is_current=True).select_related("owner", "course").with_version()

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("criteria", label=_("Criteria"), accessor=criteria_words),
            Column("slug", label=_("Short name"), accessor="slug"),
            Column("owner", label=_("Whose it is"), accessor=whose_words),
        ]


class ChooseRubrics(RubricsInScope, chooser.ChooseView):
    pass


class RubricResults(RubricsInScope, chooser.ChooseResultsView):
    pass


class ChosenRubric(RubricsInScope, chooser.ChosenView):
    pass


class ChosenRubrics(RubricsInScope, chooser.ChosenMultipleView):
    pass


class RubricChooserViewSet(ChooserViewSet):
    model = "mentorship.Rubric"
    icon = "list-ol"
    choose_one_text = _("Choose a rubric")
    choose_another_text = _("Choose another rubric")
    edit_item_text = _("Edit this rubric")
    choose_view_class = ChooseRubrics
    choose_results_view_class = RubricResults
    chosen_view_class = ChosenRubric
    chosen_multiple_view_class = ChosenRubrics
    base_block_class = FetchedOnce


rubric_chooser = RubricChooserViewSet("rubric_chooser", url_prefix="rubric-chooser")
RubricChooserBlock = rubric_chooser.get_block_class(name="RubricChooserBlock", module_path="courses.mentorship.choosers")
