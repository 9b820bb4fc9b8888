from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms import put_class

MOST_WORDS = 2_000


class WishForm(forms.Form):
    wish = forms.CharField(
        label=_("What would you like to talk about?"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You may leave it empty. Whoever you meet reads it before."),
    )

    def __init__(self, *args, is_required: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        put_class(self.fields["wish"])
        if is_required:
            self.fields["wish"].required = True
            self.fields["wish"].help_text = _("And when you have time: days, hours, how you would like to meet.")
            self.fields["wish"].error_messages["required"] = _("Write a few words: what it is about, and when you have time.")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False, help_text=_("You may leave it empty."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        put_class(self.fields["reason"])
