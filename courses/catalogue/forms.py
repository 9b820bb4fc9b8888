from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Level, Topic


class CatalogueForm(forms.Form):
    """Search and filters. Whatever an address holds that is not on offer is passed over: a link from elsewhere still shows courses."""

    q = forms.CharField(
        label=_("Search"), max_length=100, required=False, widget=forms.TextInput(attrs={"class": "input", "type": "search"})
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("Any language")), *settings.LANGUAGES])
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("Any level")), *Level.choices])
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=[("", _("Any topic")), *Topic.choices])

    def __init__(self, data):
        super().__init__({name: data.get(name, "").replace("\x00", "") for name in self.base_fields})
        for name in ["language", "level", "topic"]:
            self.fields[name].widget.attrs["class"] = "select"

    @property
    def wanted(self) -> dict[str, str]:
        """What was asked for and makes sense."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
