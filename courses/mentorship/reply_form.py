from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from lms.accounts.forms import put_class

from .models import SavedReply
from .saved_replies import PLACEHOLDERS, unknown_places


class ReplyForm(forms.ModelForm):
    """A phrase to be kept."""

    class Meta:
        model = SavedReply
        fields = ("title", "language", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES
        for field in self.fields.values():
            put_class(field)

    def clean_text(self):
        """A name that nothing is put in for would reach the learner as it stands."""
        text = self.cleaned_data["text"]
        unknown = unknown_places(text)
        if unknown:
            words = {"unknown": ", ".join(f"{{{name}}}" for name in unknown), "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)}
            raise forms.ValidationError(_("Nothing is known that could stand for %(unknown)s. There are: %(known)s.") % words)
        return text
