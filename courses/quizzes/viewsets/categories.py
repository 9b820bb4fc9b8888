"""Categories of the question bank in Wagtail's admin: a tree shown by indentation."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..actions.categories import CategoryRefused, place_category
from ..editors import banks_edited_by, categories_edited_by, categories_seen_by
from ..listing import depth_of
from ..models import Category


def in_bank(category: Category) -> str:
    return f"{category.bank}: {category.path}"


def in_tree(category: Category) -> str:
    return f"{'— ' * depth_of(category)}{category.name}"


class CategoryForm(WagtailAdminModelForm):
    """Saving goes through the action that keeps the paths below right."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks_edited_by(self.for_user)
        parents = categories_edited_by(self.for_user).select_related("bank").order_by("bank__name", "path")
        if self.instance.pk:
            self.fields["bank"].disabled = True
            parents = parents.filter(bank=self.instance.bank).exclude(pk__in=Category.objects.within(self.instance))
        self.fields["parent"].queryset = parents
        self.fields["parent"].label_from_instance = in_bank
        self.fields["parent"].empty_label = _("At the top of the bank")

    def _post_clean(self) -> None:
        """The path is the action's to make; what it refuses is said by the name."""
        if not self.errors:
            try:
                self.placed = place_category(
                    category=self.instance if self.instance.pk else None,
                    bank=self.cleaned_data["bank"],
                    parent=self.cleaned_data["parent"],
                    name=self.cleaned_data["name"],
                    description=self.cleaned_data["description"],
                )
            except CategoryRefused as refused:
                self.add_error(refused.field, forms.ValidationError(str(refused)))

    def save(self, commit: bool = True) -> Category:
        return self.placed


class CategoriesView(generic.IndexView):
    page_title = gettext_lazy("Categories of questions")
    add_item_label = gettext_lazy("Add a category")
    paginate_by = 200

    @cached_property
    def columns(self):
        name = TitleColumn("name", label=_("Category"), accessor=in_tree, get_url=self.get_edit_url)
        return [name, Column("bank", label=_("Question bank")), Column("path", label=_("Path"))]

    def get_base_queryset(self):
        return categories_seen_by(self.request.user).select_related("bank")

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.pk in self._mine else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if instance.pk in self._mine else None

    @property
    def _mine(self) -> set[int]:
        if not hasattr(self, "_edited"):
            self._edited = set(categories_edited_by(self.request.user).values_list("pk", flat=True))
        return self._edited


class EditCategoryView(generic.EditView):
    def get_object(self, queryset=None):
        return get_object_or_404(categories_edited_by(self.request.user), pk=self.kwargs[self.pk_url_kwarg])


class DeleteCategoryView(generic.DeleteView):
    """Only an empty one goes."""

    page_title = gettext_lazy("Remove the category")

    def get_object(self, queryset=None):
        return get_object_or_404(
            categories_edited_by(self.request.user).filter(questions=None, children=None), pk=self.kwargs[self.pk_url_kwarg]
        )


class CategoryViewSet(ModelViewSet):
    model = Category
    name = "question_categories"
    url_prefix = "question-categories"
    icon = "list-ul"
    menu_label = gettext_lazy("Categories")
    menu_order = 20
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = CategoriesView
    edit_view_class = EditCategoryView
    delete_view_class = DeleteCategoryView
    search_fields = ["path"]
    list_filter = ["bank"]
    ordering = ["bank__name", "path"]
    panels = [
        FieldPanel("bank", help_text=gettext_lazy("Cannot be changed later: questions stay in their bank.")),
        FieldPanel("parent", help_text=gettext_lazy("Moving a category takes along its questions and all that is below it.")),
        FieldPanel("name"),
        FieldPanel("description"),
    ]

    def get_form_class(self, for_update=False):
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=CategoryForm).bind_to_model(self.model)
