from django import forms
from django.utils.translation import gettext_lazy as _


class RevokeForm(forms.Form):
    because = forms.CharField(
        label=_("Reason"),
        max_length=200,
        strip=True,
        help_text=_("The holder reads it in a letter. Whoever checks the number does not see it."),
    )


class ReissueForm(forms.Form):
    holder_name = forms.CharField(
        label=_("Name"), max_length=150, strip=True, help_text=_("As it should be printed. The new certificate gets a new number.")
    )
