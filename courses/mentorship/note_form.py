from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms import put_class


class NoteForm(forms.Form):
    """A note for other mentors."""

    text = forms.CharField(label=_("A new note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        put_class(self.fields["text"])
