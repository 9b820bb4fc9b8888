from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from lms.core.viewsets import InspectView

from . import kinds
from .models import Letter
from .rules import letters_for


def kind_in_words(letter: Letter) -> str:
    return kinds.label_of(letter.kind)


class LettersView(generic.IndexView):
    page_title = _("Letters")

    def get_base_queryset(self):
        return letters_for(self.request.user).select_related("person")


class LetterView(InspectView):
    page_title = _("Letter")

    def get_page_subtitle(self) -> str:
        return f"{kind_in_words(self.object)} → {self.object.person}"

    def get_kind_display_value(self) -> str:
        return kind_in_words(self.object)

    def get_field_label(self, field_name, field):
        return _("Last tried") if field_name == "claimed_at" else super().get_field_label(field_name, field)

    def get_object(self, queryset=None):
        """Wagtail's own looks among all rows."""
        return get_object_or_404(letters_for(self.request.user), pk=self.pk)


class LetterViewSet(ModelViewSet):
    """Which letters went, and why one did not. Nothing can be changed here."""

    model = Letter
    name = "letters"
    icon = "mail"
    menu_label = _("Letters")
    menu_order = 620
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = LettersView
    inspect_view_class = LetterView
    form_fields: list[str] = ["state"]
    list_filter = ["state", "reason", "trouble", "priority", "kind"]
    search_fields = ["person__name", "person__email"]
    ordering = ["-created_at", "-pk"]
    list_display = [
        "person",
        Column("kind", accessor=kind_in_words, label=_("Letter")),
        Column("get_priority_display", label=_("Priority")),
        Column("get_state_display", label=_("State")),
        Column("get_reason_display", label=_("Reason")),
        DateColumn("created_at", label=_("Written")),
        DateColumn("handed_over_at", label=_("Handed over")),
        DateColumn("seen_at", label=_("Seen")),
    ]
    inspect_view_fields = [
        "person", "kind", "priority", "state", "reason", "trouble", "answer", "attempts", "created_at", "due_at", "held_until",
        "claimed_at", "handed_over_at", "gathered_in", "seen_at", "message_id",
    ]  # fmt: skip
