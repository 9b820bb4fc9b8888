from django import forms
from django.utils.translation import gettext_lazy as _

from .models import RecordLink
from .transcript import USUALLY, Part


class LinkForm(forms.ModelForm):
    """A link for somebody: what is in it, for how long."""

    parts = forms.MultipleChoiceField(
        label=_("What is in it, besides your name and the courses you completed"),
        choices=Part.choices,
        initial=list(USUALLY),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = RecordLink
        fields = ["label", "parts", "days"]

    field_order = ["label", "parts", "days"]
