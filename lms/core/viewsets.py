"""What pages of Wagtail's admin have in common."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.views import generic


class InspectView(generic.InspectView):
    """Wagtail's own says "None" for what is not there, and every hour in UTC."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            return date_format(localtime(value), "DATETIME_FORMAT")
        return "–" if value is None or value == "" else value
