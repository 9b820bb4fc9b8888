from django import forms
from django.utils.translation import gettext_lazy as _

from lms.core import codes, uploads


class HostForm(forms.Form):
    """Who speaks for the host."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    role = forms.CharField(label=_("What you do there"), max_length=120, help_text=_("For example: head of the library."))


class SignedSheetForm(forms.Form):
    """What somebody types from a signed sheet."""

    code = forms.CharField(label=_("Code on the sheet"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Who signed"), max_length=120)
    role = forms.CharField(label=_("What they do there"), max_length=120)
    photo = forms.FileField(
        label=_("A photo of the signed sheet"), required=False, widget=forms.FileInput(attrs={"accept": "image/*,.pdf"})
    )

    def __init__(self, *args, needs_photo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = needs_photo
        if needs_photo:
            self.fields["photo"].help_text = _("So that your mentor can see the signature.")

    def clean_code(self) -> str:
        return codes.tidied(self.cleaned_data["code"])

    def clean_photo(self):
        """Checked by its content. None where there is none."""
        photo = self.cleaned_data["photo"]
        if not photo:
            return None
        try:
            return uploads.check(photo.name or "", photo.read())
        except uploads.FileNotAccepted as refusal:
            raise forms.ValidationError(refusal.message) from refusal
