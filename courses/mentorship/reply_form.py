from django import forms
from django.conf import settings

from lms.accounts.forms import put_class

from .models import SavedReply


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
