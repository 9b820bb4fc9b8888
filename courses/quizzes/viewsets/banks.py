"""Question banks in Wagtail's admin."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.enrolment.viewsets import title_of

from ..editors import banks_edited_by, banks_seen_by, courses_edited_by, edits_the_site, organisations_edited_by
from ..models import QuestionBank


class BankForm(WagtailAdminModelForm):
    """Offers what is in the person's scope. Only who edits the whole site may leave a bank to the whole site."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses_edited_by(self.for_user)
        self.fields["course"].label_from_instance = title_of
        self.fields["owner"].queryset = organisations_edited_by(self.for_user)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        is_nobodys = not values.get("course") and not values.get("owner")
        if is_nobodys and not self.errors and not edits_the_site(self.for_user):
            raise forms.ValidationError(_("Choose the course or the organisation that the bank belongs to."))
        return values


class BanksView(generic.IndexView):
    page_title = gettext_lazy("Question banks")
    add_item_label = gettext_lazy("Add a bank")

    def get_base_queryset(self):
        return banks_seen_by(self.request.user).select_related("course", "owner")

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if self.user_has_permission_for_instance("change", instance) else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if self.user_has_permission_for_instance("delete", instance) else None


class EditBankView(generic.EditView):
    def get_object(self, queryset=None):
        return get_object_or_404(banks_edited_by(self.request.user), pk=self.kwargs[self.pk_url_kwarg])


class DeleteBankView(generic.DeleteView):
    page_title = gettext_lazy("Remove the bank")

    def get_object(self, queryset=None):
        return get_object_or_404(banks_edited_by(self.request.user).filter(questions=None), pk=self.kwargs[self.pk_url_kwarg])


class BankViewSet(ModelViewSet):
    model = QuestionBank
    name = "question_banks"
    url_prefix = "question-banks"
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Question banks")
    menu_order = 30
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = BanksView
    edit_view_class = EditBankView
    delete_view_class = DeleteBankView
    search_fields = ["name"]
    ordering = ["name"]
    list_display = [
        "name",
        Column("course", label=gettext_lazy("Course"), accessor=lambda bank: title_of(bank.course) if bank.course else ""),
        Column("owner", label=gettext_lazy("Organisation")),
    ]
    panels = [
        FieldPanel("name", help_text=gettext_lazy("Editors choose the bank by it when they add questions or bring in a file.")),
        FieldPanel("course", help_text=gettext_lazy("The editors of this course may change its questions.")),
        FieldPanel("owner", help_text=gettext_lazy("The editors of this organisation may change its questions.")),
    ]

    def get_form_class(self, for_update=False):
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=BankForm).bind_to_model(self.model)
