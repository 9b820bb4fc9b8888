from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString


class ColourInput(forms.TextInput):
    """The browser's own chooser of colours."""

    input_type = "color"


class PictureInput(forms.Widget):
    """Shows what is kept, takes another one, lets it go. The file itself is taken before the form is read."""

    template_name = "certificates/admin/picture_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        digest = value if isinstance(value, str) and value.isalnum() else ""
        context["widget"] |= {"digest": digest, "url": reverse("template_picture", args=[digest]) if digest else ""}
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Out of our own templates, where Django's renderer of forms does not look."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return "" if data.get(f"{name}-remove") else data.get(name, "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data
