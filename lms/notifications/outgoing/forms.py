from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.notifications.models import Outbox


class PauseForm(forms.Form):
    because = forms.CharField(
        label=_("Reason"), max_length=200, strip=True, help_text=_("Your colleagues read it on the page of outgoing letters.")
    )
    must_send_goes_on = forms.BooleanField(
        label=_("Letters that must be sent go on"),
        required=False,
        initial=True,
        help_text=_("Certificates, answers to reviews, changed bookings. Letters for signing in always go."),
    )


class RateForm(forms.ModelForm):
    class Meta:
        model = Outbox
        fields = ["per_minute"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text = _("What your mail server or provider allows. Empty: %(number)s, as the settings say.")
        self.fields["per_minute"].help_text = text % {"number": settings.LETTERS_PER_MINUTE}


class ConfirmForm(forms.Form):
    """Nothing to fill in."""
