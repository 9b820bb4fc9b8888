from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue import recording
from courses.catalogue.differences import ChangeClass, Difference

from .pending import Pending


class PlanForm(forms.Form):
    """A class for each difference, what learners are told in a sentence, and a yes where the structure changes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    plan = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("A sentence for learners"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("If you like: why it has changed. Those who have read the lesson see it above the list of changes."),
    )
    is_confirmed = forms.BooleanField(label=gettext_lazy("I have seen whom this touches"), required=False)

    def __init__(self, *args: Any, pending: Pending, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.pending = pending
        self.fields["revision"].initial = pending.draft.latest_revision_id or 0
        self.fields["plan"].initial = pending.plan.pk if pending.plan else 0
        self.fields["note"].initial = pending.plan.note if pending.plan else ""
        for difference in self.open_differences:
            self.fields[name_of(difference)] = forms.ChoiceField(
                label=_("What kind of change is it?"), choices=ChangeClass.choices, initial=pending.class_of(difference)
            )
        if not pending.touched:
            del self.fields["is_confirmed"]

    @property
    def open_differences(self) -> list[Difference]:
        return [one for one in self.pending.differences if not recording.is_fixed(one)]

    @property
    def choices(self) -> dict[str, str]:
        return {one.digest: self.cleaned_data[name_of(one)] for one in self.open_differences}


def name_of(difference: Difference) -> str:
    return f"class-{difference.digest}"
