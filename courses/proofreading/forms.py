from django import forms
from django.utils.translation import gettext_lazy as _


class OverrideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it should stay as it is"),
        max_length=500,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever reads the draft next sees it. It is kept."),
    )
