from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NarrowForm(forms.Form):
    """What a list of supervision is narrowed to, by GET. What means nothing narrows nothing."""

    cohort = forms.TypedChoiceField(label=_("Cohort"), required=False, coerce=int, empty_value=None)
    mentor = forms.TypedChoiceField(label=_("Mentor"), required=False, coerce=int, empty_value=None)

    def __init__(self, asked: Any, *, cohorts: list[tuple[int, str]], mentors: list[tuple[int, str]]):
        super().__init__(asked)
        for name, choices in (("cohort", cohorts), ("mentor", mentors)):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "select"
        self.is_valid()

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class HardCasesForm(NarrowForm):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", pgettext_lazy("appeals and last rounds", "Open")), ("settled", _("Settled"))],
        widget=forms.Select(attrs={"class": "select"}),
    )
