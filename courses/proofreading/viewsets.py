from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import AvoidedWord


class AvoidedWordViewSet(ModelViewSet):
    model = AvoidedWord
    url_prefix = "words-to-avoid"
    icon = "clipboard-list"
    menu_label = _("Words to avoid")
    menu_order = 625
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields: list[str] = ["language", "word", "instead", "why"]
    list_display = ["word", "instead", "language", "why"]
    list_filter = ["language"]
    search_fields = ["word", "instead"]
    ordering = ["language", "word"]
