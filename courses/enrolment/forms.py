from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    code = forms.CharField(
        label=_("Join code"),
        max_length=32,
        help_text=_("It is printed in the workbook, or your coordinator told it to you."),
        error_messages={"required": _("Write the code first.")},
    )
