from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.forms import put_class
from lms.accounts.models import User

from .models import MentorProfile

QUEUE = "queue"


class AvailabilityForm(forms.ModelForm):
    """What a mentor says of themselves."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that you read"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = MentorProfile
        fields = ("languages", "capacity", "hours", "away_from", "away_until")
        labels = {"away_from": gettext_lazy("You are away from"), "away_until": gettext_lazy("You are back on")}
        widgets = {"away_from": forms.DateInput({"type": "date"}, "%Y-%m-%d"), "away_until": forms.DateInput({"type": "date"}, "%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("capacity", "hours", "away_from", "away_until"):
            put_class(self.fields[name])
        if not self.instance.languages:
            self.initial["languages"] = [self.instance.person.language]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        since, until = values.get("away_from"), values.get("away_until")
        if self.errors.keys() & {"away_from", "away_until"}:
            return values
        if bool(since) != bool(until):
            self.add_error("away_until" if since else "away_from", _("Say both days, or neither."))
        elif since and until and until <= since:
            self.add_error("away_until", _("This is earlier than the day you go."))
        elif until and until <= localdate():
            values["away_from"] = values["away_until"] = None
        return values


class HandOverForm(forms.Form):
    """To whom, and whether the learners go along."""

    to = forms.ChoiceField()
    moves_learners = forms.BooleanField(label=gettext_lazy("They become the mentor of my learners as well"), required=False)

    def __init__(self, colleagues: list[User], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(person.pk): person for person in colleagues}
        names = [(pk, str(person)) for pk, person in self.colleagues.items()]
        choices = [(QUEUE, _("Everybody: it goes to the queue")), *names]
        self.fields["to"] = forms.ChoiceField(label=_("Who gets it"), choices=choices)
        put_class(self.fields["to"])

    @property
    def person(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["to"])
