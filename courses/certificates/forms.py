from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.core.paper.glyphs import has_unprintable

from .models import Certificate, Disclosure


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


class DisclosureForm(forms.ModelForm):
    class Meta:
        model = Disclosure
        fields = ["name", "course", "hours", "day", "cohort", "competences"]
        widgets = {"name": forms.RadioSelect}
        labels = {
            "name": _("Whose it is"),
            "course": _("Which course"),
            "hours": _("How many hours of study"),
            "day": _("On which day it was completed"),
            "cohort": _("In which group"),
            "competences": _("Which competences a mentor has judged, with their level"),
        }


class NameRequestForm(forms.Form):
    name = forms.CharField(label=_("The name as it should be"), max_length=150, strip=True)
    why = forms.CharField(
        label=_("What has changed?"),
        max_length=300,
        strip=True,
        required=False,
        help_text=_("For example: a letter is wrong, or I have another surname since I married. Only the coordinator reads it."),
    )

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.certificate = certificate

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if name == self.certificate.holder_name:
            raise forms.ValidationError(_("The certificate says exactly this already."))
        if has_unprintable(name):
            raise forms.ValidationError(_("This name has letters that our paper cannot print. Write it in Latin or Cyrillic letters."))
        return name


class GrantNameForm(forms.Form):
    seen = forms.CharField(max_length=150, widget=forms.HiddenInput)


class RefuseNameForm(GrantNameForm):
    because = forms.CharField(label=_("Reason"), max_length=300, strip=True, help_text=_("The holder reads it in a letter."))
